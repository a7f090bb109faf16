using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Items;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>Changes as bodies.</summary>
internal static class ChangeBodies
{
    /// <summary>What is known below a mount is to be forgotten; what there is follows.</summary>
    public static ChangeBody Reset(TreeItem mount) => new()
    {
        Kind = "reset",
        Number = 0,
        DriveId = mount.DriveId,
        Item = Item(mount.Entry, isPurged: false, mount),
    };

    /// <param name="change">With its entry as the caller sees it.</param>
    /// <param name="mount">The mount that the entry is; null for any other.</param>
    public static ChangeBody Of(DriveChange change, TreeItem? mount) => new()
    {
        Kind = change.Kind switch
        {
            null => "listed",
            ChangeKind.Created => "created",
            ChangeKind.Changed => "changed",
            ChangeKind.Moved => "moved",
            ChangeKind.Trashed => "trashed",
            ChangeKind.Restored => "restored",
            ChangeKind.Purged => "purged",
            ChangeKind.Shared => "shared",
            var kind => throw new InvalidOperationException($"{kind} is no known kind of change."),
        },
        Number = change.Number,
        DriveId = change.Entry.DriveId,
        DeviceId = change.DeviceId == Guid.Empty ? null : change.DeviceId,
        At = change.At,
        Item = Item(change.Entry, change.IsPurged, mount),
    };

    private static ChangedItemBody Item(Entry entry, bool isPurged, TreeItem? mount) => new()
    {
        Id = entry.Id,
        ParentId = entry.ParentId,
        Name = entry.Name,
        Kind = entry.Kind is EntryKind.File ? "file" : "folder",
        State = isPurged ? "purged" : entry.TrashedAt is null ? "live" : "trashed",
        Etag = entry.Etag,
        VersionId = entry.Kind is EntryKind.File && entry.VersionId != Guid.Empty ? entry.VersionId : null,
        VersionNumber = entry.VersionNumber,
        Size = entry.SizeBytes,
        Sha256 = entry.Sha256,
        ModifiedAt = entry.ModifiedAt,
        Executable = entry.Executable,
        Shared = mount is null ? null : ItemBodies.SharedOf(mount),
    };
}
