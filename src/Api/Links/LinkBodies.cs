using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Items;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Links;

namespace FileStorage.Api.Links;

/// <summary>Links, and what is seen through them, as bodies.</summary>
internal static class LinkBodies
{
    /// <summary>For those who may share the item.</summary>
    public static LinkBody Of(LinkDescription link, Role role, string label, Guid itemId) => new()
    {
        Id = link.LinkId,
        ItemId = itemId,
        Access = ShareNames.Of(role),
        Label = label,
        HasPassword = link.HasPassword,
        ExpiresAt = link.ExpiresAt,
        MaxDownloads = link.MaxDownloads,
        Downloads = link.Downloads,
        Open = link.IsOpen,
        CreatedBy = link.CreatedBy,
        CreatedAt = link.CreatedAt,
    };

    /// <summary>For visitors: no ids, and no name where nothing may be seen.</summary>
    public static VisitBody Of(LinkVisitor visitor) => new()
    {
        Access = ItemBodies.AccessOf(visitor.Rights),
        Item = visitor.IsBlind ? null : Of(visitor.Root.Entry),
        ExpiresAt = visitor.Link.ExpiresAt,
    };

    public static VisitItemBody Of(TreeItem item) => Of(item.Entry);

    /// <param name="entry">With its path below what the link leads to.</param>
    public static VisitItemBody Of(Entry entry) => new()
    {
        Name = entry.Name,
        Path = ItemBodies.PathOf(entry) ?? "/",
        Kind = entry.Kind is EntryKind.File ? "file" : "folder",
        Etag = entry.Etag,
        Size = entry.SizeBytes,
        Sha256 = entry.Sha256,
        ModifiedAt = entry.ModifiedAt,
        Executable = entry.Executable,
    };
}
