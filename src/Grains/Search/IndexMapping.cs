using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Grains.Search;

/// <summary>Between messages and rows of the index.</summary>
internal static class IndexMapping
{
    public static DriveCursor ToCursor(IndexPlace place) => new()
    {
        Epoch = place.Epoch,
        Number = place.Number,
        Listing = place.ListsFolders is { } inFolders
            ? new ListingPlace { InFolders = inFolders, EntryId = place.ListedEntryId, Name = place.ListedName }
            : null,
    };

    public static IndexPlace ToPlace(DriveCursor cursor) => new()
    {
        Epoch = cursor.Epoch,
        Number = cursor.Number,
        ListsFolders = cursor.Listing?.InFolders,
        ListedEntryId = cursor.Listing?.EntryId ?? Guid.Empty,
        ListedName = cursor.Listing?.Name,
    };

    public static IndexedEntry ToEntry(DriveChange change, DateTimeOffset now)
    {
        var entry = change.Entry;
        var isFile = entry.Kind is EntryKind.File;
        return new IndexedEntry
        {
            Id = entry.Id,
            ParentId = entry.ParentId,
            Kind = entry.Kind,
            Name = entry.Name,
            SizeBytes = entry.SizeBytes,
            ModifiedUnixMilliseconds = entry.ModifiedAt.ToUnixTimeMilliseconds(),
            VersionId = isFile && entry.Target is null ? entry.VersionId : null,
            VersionNumber = entry.VersionNumber,
            IsTrashed = entry.TrashedAt is not null,
            ChangedUnixMilliseconds = (change.At ?? now).ToUnixTimeMilliseconds(),
            HasContent = isFile && entry.SizeBytes > 0 && entry.Target is null,
        };
    }

    public static UnreadContent ToUnread(PendingContent pending) => new()
    {
        DriveId = pending.DriveId,
        EntryId = pending.EntryId,
        Name = pending.Name,
        SizeBytes = pending.SizeBytes,
        VersionId = pending.VersionId,
        VersionNumber = pending.VersionNumber,
    };

    public static IndexedContent ToIndexed(ReadContent content) => new()
    {
        DriveId = content.DriveId,
        EntryId = content.EntryId,
        VersionId = content.VersionId,
        Text = content.Text,
        Reason = content.Reason,
    };
}
