using System.Buffers.Binary;
using System.Collections.Immutable;
using FileStorage.Bench.Load.Accounts;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Bench.Load.Direct;

/// <summary>Commits and reads of files as the gateway does them: references on chunks, the version, the drive.</summary>
internal sealed class DirectFiles(IGrainFactory grains, OpenOptions options, IReadOnlyList<LoadAccount> accounts, Hearing hearing)
{
    private const int ChunksOfLarge = 64;
    private const int ChunkBytes = 1 << 20;
    private const string Readable = "readable";

    private static readonly TimeSpan Lease = TimeSpan.FromHours(24);

    private Guid[] _roots = [];
    private int _prepared;

    public async Task PrepareAsync()
    {
        _roots = await Task.WhenAll(accounts.Select(async account => (await Drive(account).ResolveAsync([], CancellationToken.None)).Deepest.Id));
        for (var drive = 0; drive < accounts.Count; drive++)
        {
            await CommitAsync(drive, Readable, [ChunkOf(--_prepared, 0)]);
        }
    }

    /// <summary>Null, or what went wrong.</summary>
    public async Task<string?> DoAsync(Arrival arrival)
    {
        if (options.Mix is Mix.Devices)
        {
            hearing.Sent(arrival.Drive);
        }

        var name = "f" + arrival.Number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
        return arrival.Kind switch
        {
            OperationKind.Small => await CommitAsync(arrival.Drive, name, [ChunkOf(options.Mix is Mix.HotChunk ? 0 : arrival.Number, 0)]),
            OperationKind.Large => await CommitAsync(
                arrival.Drive, name, [.. Enumerable.Range(0, ChunksOfLarge).Select(part => ChunkOf(arrival.Number, part))]),
            OperationKind.Read => await ReadAsync(arrival.Drive),
            _ => throw new ArgumentOutOfRangeException(nameof(arrival), arrival, "No such kind."),
        };
    }

    private async Task<string?> CommitAsync(int drive, string name, ImmutableArray<ManifestChunk> chunks)
    {
        var (account, now) = (accounts[drive], DateTimeOffset.UtcNow);
        var reference = new ChunkReference
        {
            Owner = account.DriveId,
            FileId = Guid.CreateVersion7(),
            VersionId = Guid.CreateVersion7(),
            LeasedUntil = now + Lease,
        };
        await Task.WhenAll(chunks.Select(chunk => HoldAsync(chunk, reference)));
        var manifest = new Manifest(chunks);
        var outcome = await grains.GetGrain<IFileGrain>(reference.FileId).CommitAsync(
            new VersionCommit
            {
                VersionId = reference.VersionId,
                DriveId = account.DriveId,
                ParentId = _roots[drive],
                Name = name,
                Precondition = VersionPrecondition.Absent,
                Manifest = new StoredManifest { IsIndirect = false, Body = [.. manifest.ToByteArray()], SizeBytes = manifest.TotalBytes, Sha256 = null },
                ModifiedAt = now,
                Executable = false,
                DeviceId = account.DeviceIds[0],
                UserId = account.UserId,
                LeasedUntil = reference.LeasedUntil,
                IsNewFile = true,
            },
            CancellationToken.None);
        return outcome is CommitOutcome.Committed ? null : outcome.GetType().Name;
    }

    // As the gateway with a chunk in its hands: is it stored already, by its shard? Else it is stored, and registered.
    private async Task HoldAsync(ManifestChunk chunk, ChunkReference reference)
    {
        var shard = grains.GetGrain<IChunkShardGrain>(ChunkKeys.ShardOf(chunk.Id));
        if ((await shard.HoldManyAsync([chunk.Id], reference, HoldMode.WithBytes, CancellationToken.None)).Length > 0)
        {
            await grains.GetGrain<IChunkGrain>(ChunkKeys.Of(chunk.Id)).RegisterAsync(
                new ChunkPlace { Location = [.. chunk.Id.ToByteArray()], PlainBytes = chunk.Length, StoredBytes = chunk.Length },
                reference,
                CancellationToken.None);
        }
    }

    private async Task<string?> ReadAsync(int drive)
    {
        if ((await Drive(accounts[drive]).ResolveAsync([Readable], CancellationToken.None)).Entry is not { } entry)
        {
            return "not found";
        }

        return await grains.GetGrain<IFileGrain>(entry.Id).FindAsync(entry.VersionNumber, entry.DriveId, CancellationToken.None) is null ? "no version" : null;
    }

    private IDriveGrain Drive(LoadAccount account) => grains.GetGrain<IDriveGrain>(account.DriveId);

    private ManifestChunk ChunkOf(int number, int part)
    {
        Span<byte> stamp = stackalloc byte[sizeof(int) * 2];
        BinaryPrimitives.WriteInt32BigEndian(stamp, number);
        BinaryPrimitives.WriteInt32BigEndian(stamp[sizeof(int)..], part);
        return new ManifestChunk(ChunkId.Of(stamp), part == 0 ? options.SizeBytes : ChunkBytes);
    }
}
