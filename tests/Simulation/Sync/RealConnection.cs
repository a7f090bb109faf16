using System.Runtime.CompilerServices;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Client;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Remote.Http;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>One device's way to the service: what HttpDrive and the gateway do between them, without HTTP.</summary>
internal sealed class RealConnection(RealDrive drive, SyncWorld world, VirtualDevice device, Caller caller) : IRemoteDrive
{
    private readonly DeviceNetwork _network = new(world, device);

    public async Task<RemotePage> ReadChangesAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            var limit = 1 + world.Random.Next(8);
            return RemoteEntries.PageOf(await CallAsync(gateway => gateway.ReadChangesAsync(caller, cursor, limit), cancellationToken));
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw exception.Is(ProblemTypes.Resync) || exception.Is(ProblemTypes.WentBack)
                ? new ResyncException(exception.Message, exception.Is(ProblemTypes.WentBack))
                : new RemoteUnavailableException(exception.Message, retryAfter: null, exception);
        }
    }

    public async IAsyncEnumerable<bool> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? heard = null;
        while (true)
        {
            var rang = true;
            try
            {
                var bell = await _network.CallAsync(() => drive.ListenAsync(caller, heard), cancellationToken);
                rang = bell.Rings != heard && !world.Strikes(world.Faults.LostBell);
                heard = bell.Rings;
            }
            catch (Exception exception) when (exception is RemoteUnavailableException or FileStorageException)
            {
                // Lost, and tried again with the patience of a client.
                heard = null;
                await Task.Delay(TimeSpan.FromSeconds(2), world.Clock, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (rang)
            {
                yield return true;
            }
        }
    }

    public Task<RemoteOutcome> MakeFolderAsync(Guid operationId, Guid parentId, string name, CancellationToken cancellationToken) =>
        ExecuteAsync(
            new DriveCommand.MakeFolder
            {
                OperationId = operationId,
                DeviceId = caller.DeviceId,
                FolderId = OperationKey.Step(operationId, "folder", parentId),
                ParentId = parentId,
                Name = name,
            },
            cancellationToken);

    public Task<RemoteOutcome> MoveAsync(Guid operationId, Guid id, Guid parentId, string name, CancellationToken cancellationToken) =>
        ExecuteAsync(
            new DriveCommand.Move { OperationId = operationId, DeviceId = caller.DeviceId, EntryId = id, ParentId = parentId, Name = name },
            cancellationToken);

    public async Task<RemoteEntry?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(gateway => gateway.FindAsync(caller, id), cancellationToken) is { } item ? RemoteEntries.Of(item) : null;
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw new RemoteUnavailableException(exception.Message, retryAfter: null, exception);
        }
    }

    public async Task<RemoteOutcome> TrashAsync(Guid operationId, Guid id, string? expectedEtag, CancellationToken cancellationToken)
    {
        var command = new DriveCommand.Trash { OperationId = operationId, DeviceId = caller.DeviceId, EntryId = id, ExpectedEtag = expectedEtag };
        var outcome = await ExecuteAsync(command, cancellationToken);
        return outcome is not RemoteOutcome.Done ? outcome
            : await FindAsync(id, cancellationToken) is { } entry ? new RemoteOutcome.Done(entry)
            : new RemoteOutcome.Stale("It was deleted for good meanwhile.");
    }

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
        try
        {
            if (await CallAsync(gateway => gateway.ReadAsync(caller, file.Id, file.VersionNumber), cancellationToken) is not { } content)
            {
                return null;
            }

            await _network.DownloadAsync(content, target, cancellationToken);
            return ChunkId.Of(content);
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw new IOException(exception.Message, exception);
        }
    }

    public async Task<byte[]?> ReadVersionAsync(Guid fileId, Guid versionId, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(gateway => gateway.ReadAsync(caller, fileId, versionId), cancellationToken);
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw new IOException(exception.Message, exception);
        }
    }

    private async Task<RemoteUploaded> UploadAsync(RemoteUpload upload, ILocalFolder folder, CancellationToken cancellationToken)
    {
        if (await LocalReading.ReadAsync(upload, folder, cancellationToken) is not { } bytes)
        {
            return new RemoteUploaded(upload, new RemoteOutcome.LocalChanged(), null);
        }

        FilePlace place = upload.FileId is { } fileId ? new FilePlace.Existing(fileId) : new FilePlace.In(upload.ParentId, upload.Name);
        var terms = new VersionTerms
        {
            Precondition = new FilePrecondition
            {
                Absent = upload.ExpectedEtag is null,
                Matches = upload.ExpectedEtag is { } etag ? [etag] : [],
            },
            OperationId = upload.OperationId,
            ModifiedAt = new DateTimeOffset(upload.Local.ModifiedTicks, TimeSpan.Zero),
            Executable = upload.Local.Executable,
        };
        var outcome = await OutcomeOfAsync(async () =>
        {
            var (item, saved) = await CallAsync(gateway => gateway.PutAsync(caller, place, terms, bytes), cancellationToken);
            if (item.Sha256 == ChunkId.Of(bytes))
            {
                // Else the key is one that had saved an earlier content, as the engine sees too, or somebody has written over it since.
                drive.Acknowledged(saved);
            }

            return item;
        });
        return new RemoteUploaded(upload, outcome, world.Random.Chance(0.8) ? ChunkId.Of(bytes) : null);
    }

    private Task<RemoteOutcome> ExecuteAsync(DriveCommand command, CancellationToken cancellationToken) =>
        OutcomeOfAsync(() => CallAsync(gateway => gateway.ExecuteAsync(caller, command), cancellationToken));

    private static async Task<RemoteOutcome> OutcomeOfAsync(Func<Task<ItemBody>> command)
    {
        try
        {
            return new RemoteOutcome.Done(RemoteEntries.Of(await command()));
        }
        catch (FileStorageException exception)
        {
            return Refusals.OutcomeOf(exception);
        }
    }

    private Task<T> CallAsync<T>(Func<RealGateway, Task<T>> request, CancellationToken cancellationToken) =>
        _network.CallAsync(() => drive.CallAsync(request), cancellationToken);
}
