using System.Collections.Immutable;
using FileStorage.Api.Trees;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>An item, with what else was found out about it for an answer.</summary>
internal sealed record ItemFacts
{
    public required TreeItem Item { get; init; }

    /// <summary>Its address, escaped; of a folder, with a slash at its end.</summary>
    public required string Href { get; init; }

    /// <summary>Without quotes.</summary>
    public required string Etag { get; init; }

    public ImmutableArray<DavProperty> Dead { get; init; } = [];

    /// <summary>With what kinds of grantees it is shared, where the caller may know.</summary>
    public ShareMark? SharedWith { get; init; }

    /// <summary>What the files below a folder hold; null where that is not told.</summary>
    public long? FolderBytes { get; init; }

    /// <summary>The locks that cover it.</summary>
    public ImmutableArray<DavLock> Locks { get; init; } = [];
}
