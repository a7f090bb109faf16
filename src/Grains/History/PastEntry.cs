using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>An entry as it was at a moment.</summary>
internal sealed record PastEntry
{
    public required Guid Id { get; init; }

    public required EntryKind Kind { get; init; }

    public required PastState State { get; init; }

    public required Guid? ParentId { get; init; }

    public required string Name { get; init; }

    public Guid? VersionId { get; init; }

    public long VersionNumber { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>As it was before a change; null where the row, being from before schema 3, does not tell.</summary>
    public static PastEntry? Before(JournalRow row)
    {
        var same = new PastEntry
        {
            Id = row.EntryId,
            Kind = row.EntryKind,
            State = PastState.Live,
            ParentId = row.FromParentId ?? row.ParentId,
            Name = row.FromName ?? row.Name,
            VersionId = row.FromVersionId ?? row.VersionId,
            VersionNumber = row.FromVersionNumber ?? row.VersionNumber,
            SizeBytes = row.FromSizeBytes ?? row.SizeBytes,
        };
        return row.Kind switch
        {
            ChangeKind.Created => same with { State = PastState.Absent },
            ChangeKind.Changed => row.FromVersionId is null ? null : same,
            ChangeKind.Moved => row.FromParentId is null ? null : same,
            ChangeKind.Trashed => same,
            ChangeKind.Restored or ChangeKind.Purged => same with { State = PastState.Trashed },
            _ => throw new InvalidOperationException($"Row {row.Number} of drive {row.DriveId} is of the unknown kind {row.Kind}."),
        };
    }

    /// <summary>An entry that has not changed since.</summary>
    public static PastEntry Of(EntryRow row) => new()
    {
        Id = row.Id,
        Kind = row.Kind,
        State = row.State switch
        {
            EntryState.Live => PastState.Live,
            EntryState.Trashed => PastState.Trashed,
            _ => PastState.Absent,
        },
        ParentId = row.ParentId,
        Name = row.Name,
        VersionId = row.VersionId,
        VersionNumber = row.VersionNumber,
        SizeBytes = row.SizeBytes,
    };
}
