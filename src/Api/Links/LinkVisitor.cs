using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Links;

namespace FileStorage.Api.Links;

/// <summary>Whoever came by a public link and was let in, for one request.</summary>
/// <param name="door">To ask again.</param>
/// <param name="token">That came with the request.</param>
/// <param name="reader">The remote address.</param>
/// <param name="link">Where it leads.</param>
/// <param name="tree">What is seen through it.</param>
internal sealed class LinkVisitor(LinkDoor door, LinkToken token, string reader, OpenedLink link, LinkTree tree) : ICaller
{
    public OpenedLink Link => link;

    /// <summary>Whom attempts and downloads are counted against.</summary>
    public string Reader => reader;

    public LinkTree Tree => tree;

    /// <summary>What the link leads to.</summary>
    public TreeItem Root => tree.Root;

    public Rights Rights => tree.Root.Rights;

    /// <summary>Whether files may be put in and nothing may be seen.</summary>
    public bool IsBlind => !Rights.HasFlag(Rights.Read);

    /// <summary>Whether files may be put into the folder that it leads to.</summary>
    public bool MayPutIn => Rights.HasFlag(Rights.Create) && Root.Entry.Kind is EntryKind.Folder;

    public Guid UserId => Guid.Empty;

    public Guid DeviceId => link.LinkId;

    public Guid DriveId => link.LinkId;

    ITree ICaller.Tree => tree;

    public Task RequireStillValidAsync(CancellationToken cancellationToken) => door.RequireOpenAsync(token, reader, cancellationToken);

    /// <summary>The path of names below what the link leads to.</summary>
    public Task<TreeResolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken) =>
        tree.ResolveAsync(path, cancellationToken);
}
