using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>A query for one row that waits for its turn, and the promise to its caller.</summary>
internal abstract class PostgresPendingRead(SqlStatement query, CancellationToken cancellationToken)
{
    public SqlStatement Query => query;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Takes the row; of an attempt that fails later nothing is told.</summary>
    public abstract void Take(SqlRow row);

    /// <summary>Tells the row that was taken last, or that there is none.</summary>
    public abstract void Answer();

    public abstract void Forget();

    public abstract void Fail(Exception exception);

    /// <summary>Asks by itself, and answers.</summary>
    public abstract Task RunAsync(PostgresReaders readers);
}
