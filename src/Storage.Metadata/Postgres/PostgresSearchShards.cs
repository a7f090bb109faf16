using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The search index in several databases: what is indexed of a drive lies where the drive does. It does not move; where a drive did, it is indexed
/// anew. Nothing depends on it, so nobody is fenced.
/// </summary>
internal sealed class PostgresSearchShards : IMetadataShards, IAsyncDisposable
{
    private readonly PostgresShards _metadata;
    private readonly PostgresMetadataDatabase[] _databases;

    private PostgresSearchShards(PostgresShards metadata, PostgresMetadataDatabase[] databases)
    {
        _metadata = metadata;
        _databases = databases;
    }

    /// <exception cref="MetadataException">One of the databases cannot be used.</exception>
    public static PostgresSearchShards Open(
        PostgresShards metadata, PostgresMetadataOptions options, int searches, TimeProvider clock, ILogger logger)
    {
        var each = options.Shards.Select(place => options.ForSearch(searches, place)).ToList();
        var connections = PostgresConnections.OpenAll(each, PostgresProfile.Search, isAlone: false);
        return new PostgresSearchShards(
            metadata,
            [
                .. connections.Select((connection, number) => PostgresMetadataDatabase.Over(
                    connection, each[number], PostgresProfile.Search, fence: null, clock, logger)),
            ]);
    }

    // One that is on its way to another database is indexed there in a moment; until then it does not matter where.
    public IMetadataDatabase OfDrive(Guid driveId) => _databases[_metadata.Map.OwnerOf(MetadataSlots.OfDrive(driveId)) ?? 0];

    public IMetadataDatabase OfChunk(ChunkId chunkId) => throw NotHere();

    public IMetadataDatabase OfKey(string kind, string key) => throw NotHere();

    public bool AreTogether(Guid driveId, ChunkId chunkId) => throw NotHere();

    public ValueTask<T> AskAllAsync<T>(Func<IReadOnlyList<MetadataShard>, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        _metadata.AskAllAsync(
            all => ask([.. _databases.Select((database, number) => all[number] with { Database = database })]), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }

    private static NotSupportedException NotHere() => new("The search index is of drives.");
}
