using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// What is searched: names and contents of every drive, in a database of its own. All of it is derived: it follows the journals of the
/// drives, may lag behind them, and may be thrown away and made again. It knows nothing of who may see what.
/// </summary>
public interface ISearchIndex
{
    /// <summary>How far a drive is indexed; where it is not known yet it is made, with nothing indexed.</summary>
    ValueTask<IndexedDrive> OpenDriveAsync(Guid driveId, CancellationToken cancellationToken);

    /// <summary>The drives that are known, by id, after the given one (null: from the start).</summary>
    ValueTask<List<IndexedDrive>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Applies what a drive told, together with the place it led to. <see cref="WriteOutcome.Conflict"/> where the drive is not at the
    /// place that the page was read from any more; nothing is applied then.
    /// </summary>
    ValueTask<WriteOutcome> ApplyAsync(IndexPage page, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets how far a drive (null: every drive) is indexed, so that it is listed anew and its contents are read anew. What is indexed
    /// stays until what comes in takes its place.
    /// </summary>
    ValueTask ForgetPlaceAsync(Guid? driveId, CancellationToken cancellationToken);

    /// <summary>Drops everything of a drive. Safe to repeat.</summary>
    ValueTask DropDriveAsync(Guid driveId, CancellationToken cancellationToken);

    /// <summary>Files whose content is still to be read, those that have waited longest first.</summary>
    ValueTask<List<PendingContent>> ListPendingAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Keeps what was read of contents. What belongs to a version that is not the newest any more is left out.</summary>
    ValueTask StoreContentsAsync(IReadOnlyList<IndexedContent> contents, CancellationToken cancellationToken);

    /// <summary>What answers a question, best first. Deterministic while nothing is indexed.</summary>
    ValueTask<List<SearchHit>> FindAsync(SearchCriteria criteria, CancellationToken cancellationToken);

    /// <summary>The indexed text of a file; null where there is none.</summary>
    ValueTask<string?> ReadTextAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken);

    /// <summary>How many contents wait, of one drive or (null) of all; counts to 100,000 at most.</summary>
    ValueTask<PendingTotals> CountPendingAsync(Guid? driveId, CancellationToken cancellationToken);

    /// <summary>How much is indexed.</summary>
    ValueTask<IndexTotals> CountAsync(CancellationToken cancellationToken);
}
