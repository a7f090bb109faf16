using FileStorage.Storage.Metadata.Audit;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>
/// Everything one group commit of a drive changes, applied wholly or not at all. The compare-and-swap on the drive's row comes
/// first.
/// </summary>
public sealed record DriveCommit
{
    /// <summary>The row version the drive believes it has; 0 where the drive is to be created.</summary>
    public required long ExpectedRowVersion { get; init; }

    /// <summary>The drive afterwards; its row version is the expected one plus 1.</summary>
    public required DriveRow Drive { get; init; }

    /// <summary>New entries; an id that exists already, or a name that a live sibling has, is a conflict.</summary>
    public IReadOnlyList<EntryRow> InsertedEntries { get; init; } = [];

    /// <summary>
    /// Existing entries with all their new values; one that does not exist is a conflict. Applied after the deletions and before
    /// the insertions.
    /// </summary>
    public IReadOnlyList<EntryRow> UpdatedEntries { get; init; } = [];

    /// <summary>
    /// Existing folders of which nothing changes but the etag, because something below them did: it becomes the number of the drive's last
    /// change. One that does not exist is a conflict.
    /// </summary>
    public IReadOnlyList<Guid> TouchedFolders { get; init; } = [];

    /// <summary>
    /// Which of the updated entries give up the place they had (moved, renamed or trashed). Their names are free before anything
    /// else happens, so that others in this commit can take them in any order, also where two entries swap names.
    /// </summary>
    public IReadOnlyList<Guid> VacatedEntries { get; init; } = [];

    /// <summary>Entries to forget; one that does not exist any more is no conflict.</summary>
    public IReadOnlyList<Guid> DeletedEntries { get; init; } = [];

    /// <summary>A number or an operation that the journal has already is a conflict.</summary>
    public IReadOnlyList<JournalRow> JournalRows { get; init; } = [];

    /// <summary>The version ids of inbox rows that are of no use any more; one that is gone already is no conflict.</summary>
    public IReadOnlyList<Guid> DeletedInboxVersions { get; init; } = [];

    /// <summary>
    /// The version ids of the inbox rows whose versions this commit shows. One that is gone, or was refused, is a conflict: its
    /// version is shown already or undone.
    /// </summary>
    public IReadOnlyList<Guid> ConsumedInboxVersions { get; init; } = [];

    /// <summary>The version ids of inbox rows that the drive refuses for good; one that is gone already is no conflict.</summary>
    public IReadOnlyList<Guid> RefusedInboxVersions { get; init; } = [];

    /// <summary>The version ids of inbox rows to delete if they were refused: their versions are undone.</summary>
    public IReadOnlyList<Guid> ForgottenInboxVersions { get; init; } = [];

    /// <summary>
    /// The version ids of inbox rows of versions that were thinned out, whose bytes this commit gives back. One that is gone is a conflict:
    /// they were given back already.
    /// </summary>
    public IReadOnlyList<Guid> ThinnedInboxVersions { get; init; } = [];

    /// <summary>Rewinds that begin with this commit, or that go on or end with it.</summary>
    public IReadOnlyList<RewindRow> Rewinds { get; init; } = [];

    /// <summary>Journal rows up to and with this number are forgotten, and grants that were taken back before; 0 forgets none.</summary>
    public long ForgetJournalUpTo { get; init; }

    /// <summary>Grants with all their new values, made or changed.</summary>
    public IReadOnlyList<GrantRow> ChangedGrants { get; init; } = [];

    /// <summary>Who did what, so that what must be told of is never durable without it.</summary>
    public IReadOnlyList<AuditRow> AuditRows { get; init; } = [];
}
