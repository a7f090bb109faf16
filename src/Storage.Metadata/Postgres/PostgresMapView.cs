using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>One of several databases, as one version of the map has it.</summary>
internal sealed class PostgresMapView(PostgresMetadataDatabase database, long version) : IMetadataDatabase
{
    public SqlDialect Dialect => database.Dialect;

    public ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        database.WriteAsync(write.By(version), cancellationToken);

    public ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        database.StartAsync(write.By(version), cancellationToken);

    public ValueTask<List<T>> QueryAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        database.QueryAsync(query, map, version, cancellationToken);

    public ValueTask<T?> QueryFirstAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        database.QueryFirstAsync(query, map, version, cancellationToken);

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) => database.CheckIntegrityAsync(cancellationToken);
}
