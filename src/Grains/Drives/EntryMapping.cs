using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>How a stored row is shown.</summary>
internal static class EntryMapping
{
    /// <summary>
    /// A file's etag is its version's id. A folder's, and that of a place where something of another drive is shown, is made of the number of the last change below it, the drive's epoch (numbers
    /// begin anew after a restore from a backup) and its own id (so that another folder in its place never shows an etag that was
    /// seen there before).
    /// </summary>
    public static string EtagOf(EntryRow row, long epoch)
    {
        if (row.Kind is EntryKind.File && row.TargetEntryId is null)
        {
            return row.VersionId!.Value.ToString("N");
        }

        Span<byte> id = stackalloc byte[16];
        row.Id.TryWriteBytes(id, bigEndian: true, out _);
        var tail = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
        return string.Create(CultureInfo.InvariantCulture, $"{tail:x16}.{epoch:x}.{row.EtagNumber:x}");
    }

    public static Entry ToEntry(this EntryRow row, long epoch, ImmutableArray<string> path = default) => new()
    {
        Id = row.Id,
        DriveId = row.DriveId,
        ParentId = row.ParentId ?? Guid.Empty,
        Name = row.Name,
        Kind = row.Kind,
        Etag = EtagOf(row, epoch),
        SizeBytes = row.SizeBytes,
        VersionId = row.VersionId ?? Guid.Empty,
        VersionNumber = row.VersionNumber,
        Sha256 = row.ContentHash,
        ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ModifiedUnixMilliseconds),
        Executable = row.Executable,
        TrashedAt = row.TrashedUnixMilliseconds is { } trashed ? DateTimeOffset.FromUnixTimeMilliseconds(trashed) : null,
        Path = path.IsDefault ? [] : path,
        Target = row is { TargetDriveId: { } driveId, TargetEntryId: { } entryId } ? new MountTarget(driveId, entryId) : null,
    };

    /// <summary>An entry of which nothing is left but what the journal tells.</summary>
    public static EntryRow ToEntryRow(this JournalRow row) => new()
    {
        Id = row.EntryId,
        DriveId = row.DriveId,
        ParentId = row.ParentId,
        Name = row.Name,
        Kind = row.EntryKind,
        State = EntryState.Purging,
        VersionId = row.VersionId,
        VersionNumber = row.VersionNumber,
        SizeBytes = row.SizeBytes,
        ModifiedUnixMilliseconds = row.AtUnixMilliseconds,
        EtagNumber = row.Number,
    };
}
