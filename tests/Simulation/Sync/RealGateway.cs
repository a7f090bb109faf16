using System.Net;
using FileStorage.Api.Callers;
using FileStorage.Api.Changes;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Files;
using FileStorage.Api.Hosting;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Client;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Sync.Remote;
using FileStorage.Tests.Simulation.Service;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>
/// One life of a gateway: its own commit path and feed, over the grains. What it leaves out is HTTP, and the cutting of large files.
/// </summary>
internal sealed class RealGateway : IDisposable
{
    /// <summary>Longer content comes as a resumable upload.</summary>
    private const int SmallFileBytes = 20;

    private readonly ServiceWorld _service;
    private readonly ServiceProvider _services;
    private readonly DeviceScheduler _life;
    private readonly TaskCompletionSource _death = new();

    public RealGateway(ServiceWorld service, TaskScheduler scheduler)
    {
        _service = service;
        _life = new DeviceScheduler(scheduler);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(service.Cluster.Clock)
            .AddSingleton<IGrainFactory>(service.Cluster.Client)
            .AddSingleton(service.FaultyChunks)
            .AddGateway()
            .BuildServiceProvider();
    }

    public bool IsAlive => _life.IsAlive;

    private IGrainFactory Grains => _service.Cluster.Client;

    public void Dispose() => _services.Dispose();

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public void Kill()
    {
        _life.Kill();
        _death.TrySetResult();
    }

    /// <summary>Does a request, unless it dies before it is done.</summary>
    /// <exception cref="FileStorageException">It refused the request.</exception>
    /// <exception cref="RemoteUnavailableException">It died, or has failed inside.</exception>
    public async Task<T> DoAsync<T>(Func<RealGateway, Task<T>> request)
    {
        var work = Task.Factory.StartNew(() => request(this), CancellationToken.None, TaskCreationOptions.None, _life).Unwrap();
        if (await Task.WhenAny(work, _death.Task) != work)
        {
            throw new RemoteUnavailableException("The connection broke.", retryAfter: null);
        }

        try
        {
            return await work;
        }
        catch (Exception exception) when (ProblemEdge.Explain(exception) is { } problem)
        {
            throw FileStorageException.Refused((HttpStatusCode)problem.Status, problem.Problem);
        }
        catch (Exception exception) when (ServiceWorld.IsPassing(exception))
        {
            throw FileStorageException.Refused(HttpStatusCode.InternalServerError, problem: null);
        }
    }

    public Task<ChangesBody> ReadChangesAsync(Caller caller, string? cursor, int limit) =>
        Get<ChangeFeed>().ReadAsync(caller, ChangeFeed.Parse(caller, cursor), limit, CancellationToken.None);

    public async Task<ItemBody?> FindAsync(Caller caller, Guid id) =>
        await DriveOf(caller).FindAsync(id) is { } entry ? ItemBodies.WithPath(entry) : null;

    public async Task<ItemBody> ExecuteAsync(Caller caller, DriveCommand command) =>
        ItemBodies.Of(DriveAnswer.Require(await DriveOf(caller).ExecuteAsync(command)), path: null);

    /// <summary>Stores a version as PUT or a batch would, or as an upload that is declared, filled and completed. Tells what is durable.</summary>
    public async Task<(ItemBody Item, SavedVersion Saved)> PutAsync(Caller caller, FilePlace place, VersionTerms terms, byte[] content)
    {
        var operation = new CommitOperation(caller.DriveId, terms.OperationId!.Value);
        if (content.Length > SmallFileBytes && terms.Edit is null)
        {
            var uploaded = await UploadAsync(caller, place, terms, operation, content);
            return (ItemBodies.Of(uploaded, path: null), new SavedVersion(caller.DriveId, uploaded.Id, operation.UploadId, content));
        }

        var stored = await Get<FileCommitter>().PutAsync(
            caller, place, terms, (reference, token) => Get<ContentWriter>().WriteAsync(content, ChunkId.Of(content), reference, token), CancellationToken.None);
        return (ItemBodies.Of(stored), new SavedVersion(caller.DriveId, stored.Entry.Id, operation.VersionId(stored.Entry.Id), content));
    }

    /// <summary>The content of a version by its id; null where it is gone.</summary>
    public async Task<byte[]?> ReadAsync(Caller caller, Guid fileId, Guid versionId)
    {
        var page = await Grains.GetGrain<IFileGrain>(fileId).ListAsync(long.MaxValue, 1000, caller.DriveId);
        return page.Versions.FirstOrDefault(version => version.VersionId == versionId) is { } found ? await ReadAsync(caller, fileId, found.Number) : null;
    }

    /// <summary>The content of a version; null where it is gone.</summary>
    public async Task<byte[]?> ReadAsync(Caller caller, Guid fileId, long number)
    {
        if (await Grains.GetGrain<IFileGrain>(fileId).FindAsync(number, caller.DriveId) is not { } version)
        {
            return null;
        }

        var manifest = await Get<ManifestReader>().ReadAsync(version.VersionId, version.Manifest, CancellationToken.None);
        var content = new List<byte>();
        foreach (var chunk in manifest.Chunks)
        {
            content.AddRange((await Get<ChunkReader>().ReadAsync(chunk, CancellationToken.None)).AsSpan(0, chunk.Length));
        }

        return [.. content];
    }

    // What UploadStart, UploadChunks and UploadEnd do, in one request.
    private async Task<Entry> UploadAsync(Caller caller, FilePlace place, VersionTerms terms, CommitOperation operation, byte[] content)
    {
        var upload = Grains.GetGrain<IUploadGrain>(operation.UploadId);
        if (await upload.GetAsync() is not { } state)
        {
            var target = await FileResolver.ResolveAsync(caller, place, CancellationToken.None);
            var fileId = target.Existing?.Id ?? operation.NewFileId;
            var expected = terms.Precondition.Judge(target.Existing);
            var manifest = new Manifest([new ManifestChunk(ChunkId.Of(content), content.Length)]);
            var reference = ReferenceOf(caller, fileId, operation.UploadId, _service.Cluster.Clock.GetUtcNow().AddHours(24));
            var isMade = await upload.CreateAsync(new UploadDeclaration
            {
                UserId = caller.UserId,
                DeviceId = caller.DeviceId,
                DriveId = caller.DriveId,
                FileId = fileId,
                ParentId = target.ParentId,
                Name = target.Name,
                Precondition = terms.Precondition.ToCommit(),
                ExpectedVersionId = expected ?? Guid.Empty,
                Manifest = (await Get<ContentWriter>().WriteManifestAsync(manifest, sha256: null, reference, CancellationToken.None)).Stored,
                ModifiedAt = terms.ModifiedAt!.Value,
                Executable = terms.Executable,
                ExpiresAt = reference.LeasedUntil,
            });
            state = await upload.GetAsync();
            if (!isMade || state is null)
            {
                throw Problem.UploadExpired();
            }
        }

        if (!state.IsCompleted)
        {
            var reference = ReferenceOf(caller, state.Declaration.FileId, operation.UploadId, state.Declaration.ExpiresAt);
            await Get<ChunkIntake>().StoreAsync(ChunkId.Of(content), content, reference, CancellationToken.None);
        }

        return await upload.CompleteAsync(viewer: null) switch
        {
            CompletionOutcome.Ended { Outcome: CommitOutcome.Committed committed } => committed.Entry,
            CompletionOutcome.Ended ended => throw CommitAnswer.Explain(ended.Outcome),
            CompletionOutcome.Incomplete incomplete => throw Problem.MissingChunks(incomplete.Missing),
            _ => throw Problem.NotFound("There is no such upload any more; declare it again."),
        };
    }

    private static ChunkReference ReferenceOf(Caller caller, Guid fileId, Guid versionId, DateTimeOffset until) => new()
    {
        Owner = caller.DriveId,
        FileId = fileId,
        VersionId = versionId,
        LeasedUntil = until,
    };

    private IDriveGrain DriveOf(Caller caller) => Grains.GetGrain<IDriveGrain>(caller.DriveId);

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
