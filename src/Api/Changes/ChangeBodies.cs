using FileStorage.Api.Contracts.Changes;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>Changes as bodies.</summary>
internal static class ChangeBodies
{
    public static ChangeBody Of(DriveChange change) => new()
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
            var kind => throw new InvalidOperationException($"{kind} is no known kind of change."),
        },
        Number = change.Number,
        DriveId = change.Entry.DriveId,
        DeviceId = change.DeviceId == Guid.Empty ? null : change.DeviceId,
        At = change.At,
        Item = Item(change.Entry, change.IsPurged),
    };

    private static ChangedItemBody Item(Entry entry, bool isPurged) => new()
    {
        Id = entry.Id,
        ParentId = entry.ParentId,
        Name = entry.Name,
        Kind = entry.Kind is EntryKind.File ? "file" : "folder",
        State = isPurged ? "purged" : entry.TrashedAt is null ? "live" : "trashed",
        Etag = entry.Etag,
        VersionId = entry.Kind is EntryKind.File ? entry.VersionId : null,
        VersionNumber = entry.VersionNumber,
        Size = entry.SizeBytes,
        Sha256 = entry.Sha256,
        ModifiedAt = entry.ModifiedAt,
        Executable = entry.Executable,
    };
}
