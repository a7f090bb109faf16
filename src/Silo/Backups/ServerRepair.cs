using System.Runtime.CompilerServices;
using FileStorage.Api.Administration;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Scrubbing;
using FileStorage.Storage.Metadata.Chunks;

namespace FileStorage.Silo.Backups;

/// <summary>
/// Takes the chunks that the scrubber has marked from a backup. Nothing is replaced by less: a copy is verified, stored and read back before the
/// chunk is told of it, and a chunk that the backup lacks too stays as it is.
/// </summary>
internal sealed partial class ServerRepair(
    BackupFolder backups,
    IConfiguration configuration,
    IChunkRowStore rows,
    IChunkStore store,
    ChunkScrubber scrubber,
    IGrainFactory grains,
    TimeProvider clock,
    ILogger<ServerRepair> logger) : IServerRepair
{
    private const int Page = 1000;

    public async IAsyncEnumerable<MaintenanceStep> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var steps = HealAllAsync(folder, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(steps, cancellationToken))
        {
            yield return steps.Current;
        }
    }

    // Whatever it was: whoever asked for the repair is told, and so is the log.
    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<MaintenanceStep> steps, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.MoveNextAsync();
        }
        catch (Exception exception) when (exception is not MaintenanceException && !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
            throw new MaintenanceException($"The repair was not finished: {exception.Message}", exception);
        }
    }

    private async IAsyncEnumerable<MaintenanceStep> HealAllAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var archive = Open(backups.Find(folder));
        ChunkId? after = null;
        List<ChunkSnapshot> page;
        do
        {
            page = await rows.ListAsync(after, Page, cancellationToken);
            var damaged = page.Where(chunk => chunk.Row.IsDamaged).ToDictionary(chunk => chunk.Row.Id, chunk => chunk.Row);
            long bytes = 0;
            var healed = 0;
            if (damaged.Count > 0)
            {
                await foreach (var (id, plain) in archive.ReadAsync([.. damaged.Keys], cancellationToken))
                {
                    if (await HealAsync(damaged[id], plain, cancellationToken))
                    {
                        damaged.Remove(id);
                        bytes += plain.Length;
                        healed++;
                    }
                }
            }

            after = page.Count == Page ? page[^1].Row.Id : null;
            yield return new MaintenanceStep
            {
                Cursor = after?.ToString(),
                Examined = page.Count,
                Bytes = bytes,
                Changed = healed,
                Findings = [.. damaged.Keys.Select(id => $"chunk {id}: is damaged, and the backup has no whole copy of it")],
            };
        }
        while (after is not null);
    }

    private ChunkArchive Open(string folder)
    {
        try
        {
            var settings = configuration.GetSection(DiskChunkStoreOptions.Section).Get<DiskChunkStoreOptions>() ?? new DiskChunkStoreOptions();
            return ChunkArchive.Open(folder, settings, clock);
        }
        catch (Exception exception) when (exception is KeyRingException or IOException or UnauthorizedAccessException)
        {
            throw new MaintenanceException(exception.Message, exception);
        }
    }

    private async Task<bool> HealAsync(ChunkRow row, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        var location = await store.PutAsync(row.Id, plain, cancellationToken);
        var place = new ChunkPlace { Location = [.. location.ToByteArray()], PlainBytes = plain.Length, StoredBytes = (int)location.StoredBytes };
        if (await scrubber.CheckAsync(row.Id, location, cancellationToken) is null
            && await grains.GetGrain<IChunkGrain>(ChunkKeys.Of(row.Id)).RelocateAsync([.. row.Location.Span], place, CancellationToken.None))
        {
            return true;
        }

        // Unread, or healed by somebody else meanwhile: nobody knows of this copy.
        await rows.AddGarbageAsync(
            [new GarbageRow { Location = location.ToByteArray(), AtUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds() }],
            CancellationToken.None);
        var now = await rows.ReadAsync(row.Id, cancellationToken);
        return now is not { Row.IsDamaged: true };
    }

    [LoggerMessage(LogLevel.Error, "A repair was not finished")]
    private partial void LogFailed(Exception exception);
}
