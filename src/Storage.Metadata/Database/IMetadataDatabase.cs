namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// A SQL database that commits many small writes together. Stores are written once on top of it. The simulation wraps it to inject
/// failed writes, writes whose outcome is unknown, and slow ones; any implementation may be wrapped.
/// </summary>
public interface IMetadataDatabase
{
    /// <summary>
    /// Applies one write wholly or not at all. <see cref="WriteOutcome.Committed"/> means durable: it survives the loss of power.
    /// Writes of one caller that are awaited one after the other are applied in that order; concurrent ones in any order, many in
    /// one transaction. Waits while the queue is full.
    /// </summary>
    /// <param name="write">Must not change any more once it was handed over.</param>
    /// <param name="cancellationToken">Honoured until the writer has taken the write, never after.</param>
    /// <exception cref="OperationCanceledException">Nothing was applied.</exception>
    /// <exception cref="StorageFullException">The disk is full; nothing was applied.</exception>
    /// <exception cref="WriteOutcomeUnknownException">Applied or not: only a read can tell.</exception>
    /// <exception cref="MetadataException">A statement failed for another reason; nothing of this write was applied.</exception>
    ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Hands a write over and returns once its place in the order is fixed: whatever is handed over to the same lane
    /// (<see cref="MetadataWrite.Lane"/>) from now on is applied after it, so that a write which depends on this one (and expects its rows)
    /// need not wait for the disk in between. The result tells what <see cref="WriteAsync"/> would; until then nothing may be answered to
    /// anybody. Where a database has no order before a write is durable, that is when it returns. What is of an earlier
    /// <see cref="MetadataWrite.Stage"/> may be applied before it.
    /// </summary>
    async ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        new(ValueTask.FromResult(await WriteAsync(write, cancellationToken)));

    /// <summary>
    /// All rows of one query, from one snapshot that holds every write answered before the call. Bound the rows by LIMIT.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="map">Called once a row, synchronously; must not keep the row.</param>
    /// <param name="cancellationToken">Checked before the query runs and between rows.</param>
    ValueTask<List<T>> QueryAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken);

    /// <summary>The first row of a query, or the default of <typeparamref name="T"/> where there is none.</summary>
    /// <inheritdoc cref="QueryAsync{T}"/>
    ValueTask<T?> QueryFirstAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken);

    /// <summary>Lets the database check its own structure: an empty list, or what is wrong in its words. Reads all of it.</summary>
    ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken);

    /// <summary>What it speaks, for the few texts that cannot be the same everywhere.</summary>
    SqlDialect Dialect => SqlDialect.Sqlite;
}
