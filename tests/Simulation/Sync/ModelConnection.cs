using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>One device's way to the model drive: requests and answers are slow, get lost, or the device is offline.</summary>
internal sealed class ModelConnection(ModelDrive drive, SyncWorld world, VirtualDevice device) : IRemoteDrive
{
    private readonly DeviceNetwork _network = new(world, device);

    public Task<RemotePage> ReadChangesAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken) =>
        CallAsync(
            () =>
            {
                if (world.Strikes(world.Faults.Resync))
                {
                    drive.BeginEpoch();
                }

                return drive.Read(cursor, 1 + world.Random.Next(8));
            },
            cancellationToken);

    public async IAsyncEnumerable<bool> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Ring()
        {
            if (device.IsOnline && !world.Strikes(world.Faults.LostBell))
            {
                rings.Writer.TryWrite(true);
            }
        }

        drive.Changed += Ring;
        device.CameOnline += Ring;
        try
        {
            // Not ReadAllAsync, which leaves the simulation's thread.
            while (await rings.Reader.WaitToReadAsync(cancellationToken))
            {
                rings.Reader.TryRead(out var ring);
                await world.PauseAsync(cancellationToken);
                yield return ring;
            }
        }
        finally
        {
            drive.Changed -= Ring;
            device.CameOnline -= Ring;
        }
    }

    public Task<RemoteOutcome> MakeFolderAsync(Guid operationId, Guid parentId, string name, CancellationToken cancellationToken) =>
        CallAsync(() => drive.MakeFolder(operationId, parentId, name), cancellationToken);

    public Task<RemoteOutcome> MoveAsync(Guid operationId, Guid id, Guid parentId, string name, CancellationToken cancellationToken) =>
        CallAsync(() => drive.Move(operationId, id, parentId, name), cancellationToken);

    public Task<RemoteEntry?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        CallAsync(() => drive.FindLive(id)?.Told, cancellationToken);

    public Task<RemoteOutcome> TrashAsync(Guid operationId, Guid id, string? expectedEtag, CancellationToken cancellationToken) =>
        CallAsync(() => drive.Trash(operationId, id, expectedEtag), cancellationToken);

    public async IAsyncEnumerable<RemoteUploaded> UploadAsync(
        IReadOnlyList<RemoteUpload> uploads, ILocalFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var upload in uploads)
        {
            yield return await UploadAsync(upload, folder, cancellationToken);
        }
    }

    public async Task<ChunkId?> DownloadAsync(RemoteEntry file, IStagedFile target, ILocalContent? basis, CancellationToken cancellationToken)
    {
        var version = await CallAsync(
            () => drive.All.Where(entry => entry.Id == file.Id).SelectMany(entry => entry.Versions).FirstOrDefault(version => version.Id == file.VersionId),
            cancellationToken);
        if (version is null)
        {
            return null;
        }

        await _network.DownloadAsync(version.Content, target, cancellationToken);
        return ChunkId.Of(version.Content);
    }

    public Task<byte[]?> ReadVersionAsync(Guid fileId, Guid versionId, int maxBytes, CancellationToken cancellationToken) =>
        CallAsync(
            () => drive.All.Where(entry => entry.Id == fileId).SelectMany(entry => entry.Versions).FirstOrDefault(version => version.Id == versionId)?.Content,
            cancellationToken);

    private async Task<RemoteUploaded> UploadAsync(RemoteUpload upload, ILocalFolder folder, CancellationToken cancellationToken)
    {
        if (await LocalReading.ReadAsync(upload, folder, cancellationToken) is not { } bytes)
        {
            return new RemoteUploaded(upload, new RemoteOutcome.LocalChanged(), null);
        }

        var outcome = await CallAsync(() => drive.Write(upload, bytes), cancellationToken);
        return new RemoteUploaded(upload, outcome, world.Random.Chance(0.8) ? ChunkId.Of(bytes) : null);
    }

    private Task<T> CallAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        _network.CallAsync(() => Task.FromResult(call()), cancellationToken);
}
