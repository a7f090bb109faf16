using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The metadata in several PostgreSQL databases. Each knows which slots it owns, and lets nobody write who goes by another version of that than its
/// own; what was read by another version is asked again. So the map in memory is a guess that may be old, and never does harm.
/// </summary>
internal sealed partial class PostgresShards : IMetadataShards, IAsyncDisposable
{
    private const int AttemptsAtOnce = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(300);

    private readonly PostgresMetadataDatabase[] _databases;
    private readonly PostgresFence[] _fences;
    private readonly PostgresSlot[] _slots;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _loading = new(1);
    private volatile PostgresMap _map;

    private PostgresShards(
        PostgresMetadataDatabase[] databases, PostgresFence[] fences, TimeSpan patience, TimeProvider clock, ILogger logger)
    {
        _databases = databases;
        _fences = fences;
        _map = PostgresMap.Unknown;
        _patience = patience;
        _clock = clock;
        _logger = logger;
        _slots = [.. Enumerable.Range(0, MetadataSlots.Count).Select(slot => new PostgresSlot(this, slot))];
    }

    /// <summary>The map as it was last seen.</summary>
    public PostgresMap Map => _map;

    /// <summary>Connects to all of them, and checks each. Whether they belong together is found with the first question.</summary>
    /// <exception cref="MetadataException">One cannot be used, and why.</exception>
    public static PostgresShards Open(PostgresMetadataOptions options, TimeProvider clock, ILogger logger)
    {
        var connections = PostgresConnections.OpenAll(options.Shards.Select(options.With), PostgresProfile.Metadata, isAlone: false);
        var fences = connections.Select(static _ => new PostgresFence()).ToArray();
        var databases = connections.Select((connection, number) => PostgresMetadataDatabase.Over(
            connection, options, PostgresProfile.Metadata, fences[number], clock, logger));
        return new PostgresShards([.. databases], fences, TimeSpan.FromSeconds(options.RetrySeconds), clock, logger);
    }

    public IMetadataDatabase OfDrive(Guid driveId) => _slots[MetadataSlots.OfDrive(driveId)];

    public IMetadataDatabase OfChunk(ChunkId chunkId) => _slots[MetadataSlots.OfChunk(chunkId)];

    public IMetadataDatabase OfKey(string kind, string key) => _slots[MetadataSlots.OfKey(kind, key)];

    public bool AreTogether(Guid driveId, ChunkId chunkId)
    {
        var map = _map;
        return map.OwnerOf(MetadataSlots.OfDrive(driveId)) is { } owner && owner == map.OwnerOf(MetadataSlots.OfChunk(chunkId));
    }

    public ValueTask<T> AskAllAsync<T>(Func<IReadOnlyList<MetadataShard>, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(static map => map.IsWhole, map => ask(map.All), cancellationToken);

    /// <summary>Asks the database that owns a slot, and the next one where it turns out not to any more.</summary>
    public ValueTask<T> AskHomeAsync<T>(int slot, Func<IMetadataDatabase, ValueTask<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(map => map.OwnerOf(slot) is not null, map => ask(map.Views[map.OwnerOf(slot)!.Value]), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _loading.Dispose();
    }

    private async ValueTask<T> AskAsync<T>(
        Predicate<PostgresMap> isAnswerable, Func<PostgresMap, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        var begun = _clock.GetUtcNow();
        for (var attempt = 1; ; attempt++)
        {
            var map = _map;
            if (isAnswerable(map))
            {
                try
                {
                    return await ask(map);
                }
                catch (MapChangedException) when (_clock.GetUtcNow() - begun < _patience)
                {
                    // Nothing was applied; by the next map it goes again.
                }
            }
            else if (_clock.GetUtcNow() - begun >= _patience)
            {
                throw new MetadataUnavailableException("The rows are on their way to another database.");
            }

            if (attempt > AttemptsAtOnce || (attempt > 1 && !isAnswerable(map)))
            {
                var pause = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)), LongestPause.TotalMilliseconds);
                await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + (0.5 * Random.Shared.NextDouble()))), _clock, cancellationToken);
            }

            await RefreshAsync(map, cancellationToken);
        }
    }

    // Whoever comes while one looks has the same answer.
    private async ValueTask RefreshAsync(PostgresMap seen, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (ReferenceEquals(_map, seen))
            {
                var map = await LoadAsync(_databases, cancellationToken);
                PostgresShardSetup.Require(map);
                Install(map);
                LogMap(string.Join(", ", map.Parts.Select(static part => part.Version)));
            }
        }
        finally
        {
            _ = _loading.Release();
        }
    }

    private void Install(PostgresMap map)
    {
        for (var number = 0; number < _fences.Length; number++)
        {
            _fences[number].Learn(map.Parts[number].Version);
        }

        _map = map;
    }

    private static async ValueTask<PostgresMap> LoadAsync(IReadOnlyList<PostgresMetadataDatabase> databases, CancellationToken cancellationToken)
    {
        var parts = new List<PostgresMapPart>();
        foreach (var database in databases)
        {
            parts.Add(await PostgresMapPart.ReadAsync(database, cancellationToken)
                ?? throw new MetadataException($"PostgreSQL database {parts.Count} of Metadata:Postgres:Shards does not belong to them; run `migrate` of the silo."));
        }

        return new PostgresMap(databases, parts);
    }

    [LoggerMessage(1, LogLevel.Information, "The slots of the metadata are mapped anew, versions {Versions}")]
    private partial void LogMap(string versions);
}
