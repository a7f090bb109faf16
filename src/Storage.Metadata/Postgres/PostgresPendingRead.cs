using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>A query for one row that waits for its turn, and the promise to its caller.</summary>
internal abstract class PostgresPendingRead(SqlStatement query, long? mapVersion, CancellationToken cancellationToken)
{
    public SqlStatement Query => query;

    /// <summary>The version of the map by which this database is asked; null where it is alone.</summary>
    public long? MapVersion => mapVersion;

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
