using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Core.Search;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>A question.</summary>
public sealed record SearchCriteria
{
    /// <summary>Where to look: drives, and folders of drives.</summary>
    public required ImmutableArray<SearchRoot> Roots { get; init; }

    /// <summary>What a hit must have, all of it; empty for whatever the other conditions select, newest first.</summary>
    public required ImmutableArray<SearchTerm> Terms { get; init; }

    public bool InNames { get; init; } = true;

    public bool InContents { get; init; } = true;

    /// <summary>Ends of names without their dot, in small letters; empty for any.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    public EntryKind? Kind { get; init; }

    public long? MinSizeBytes { get; init; }

    public long? MaxSizeBytes { get; init; }

    public long? ModifiedFromUnixMilliseconds { get; init; }

    public long? ModifiedToUnixMilliseconds { get; init; }

    /// <summary>What is in the trash in place of what is not.</summary>
    public bool InTrash { get; init; }

    /// <summary>Most hits.</summary>
    public required int Limit { get; init; }
}
