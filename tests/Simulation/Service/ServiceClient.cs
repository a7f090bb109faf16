using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;
using FileStorage.Core.Identity;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Grains.Interfaces.Uploads;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>
/// One device and its gateway: does what is drawn, repeats each step with the same ids until it is answered, and remembers what
/// was acknowledged.
/// </summary>
internal sealed class ServiceClient(ServiceWorld world, Guid driveId, List<SavedVersion> saved)
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(24);
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private readonly SimulatedRandom _random = world.Cluster.Random;
    private readonly Guid _deviceId = world.Cluster.Random.NextGuid();

    private IGrainFactory Grains => world.Cluster.Client;

    private IDriveGrain Drive => Grains.GetGrain<IDriveGrain>(driveId);

    /// <summary>One thing a user does.</summary>
    public async Task ActAsync()
    {
        switch (_random.Next(11))
        {
            case 0 or 1 or 2 or 3:
                await SaveAsync();
                break;
            case 4 or 5:
                await DoAsync(operationId => new DriveCommand.MakeFolder
                {
                    OperationId = operationId,
                    DeviceId = _deviceId,
                    FolderId = DerivedId.Of(world.Cluster.Clock.GetUtcNow(), operationId, 0),
                    ParentId = driveId,
                    Name = NextName(),
                });
                break;
            case 6:
                await MoveAsync();
                break;
            case 7:
                await WithEntryAsync((operationId, entry) => new DriveCommand.Trash
                {
                    OperationId = operationId,
                    DeviceId = _deviceId,
                    EntryId = entry.Id,
                });
                break;
            case 8:
                await WithTrashAsync();
                break;
            case 9:
                var newest = (await world.RepeatAsync(() => Drive.GetSummaryAsync())).JournalNumber;
                await new RewindingUser(world, driveId).RewindAsync(Math.Max(0, newest - _random.Next(12)));
                break;
            default:
                await CollectAsync();
                break;
        }
    }

    /// <summary>Runs the collector to its end, with a grace period that is short enough to bite.</summary>
    public async Task CollectAsync()
    {
        string? cursor = null;
        do
        {
            cursor = (await world.RepeatAsync(() => Maintenance.CollectAsync(cursor, TimeSpan.FromMinutes(1)))).Cursor;
        }
        while (cursor is not null);
    }

    public async Task<List<string>> CheckAsync()
    {
        var findings = new List<string>();
        string? cursor = null;
        do
        {
            var step = await world.RepeatAsync(() => Maintenance.CheckAsync(cursor));
            findings.AddRange(step.Findings);
            cursor = step.Cursor;
        }
        while (cursor is not null);
        return findings;
    }

    public async Task TidyAsync()
    {
        while (await world.RepeatAsync(() => Drive.TidyAsync()))
        {
        }
    }

    private IMaintenanceGrain Maintenance => Grains.GetGrain<IMaintenanceGrain>(0);

    private async Task SaveAsync()
    {
        var name = NextName();
        var parent = await NextFolderAsync();
        var resolution = await world.RepeatAsync(() => Drive.ResolveAsync(parent.Path.Add(name)));
        if (resolution.Entry is { Kind: Core.Entries.EntryKind.Folder } || resolution.Found < parent.Path.Length)
        {
            return;
        }

        var now = world.Cluster.Clock.GetUtcNow();
        var versionId = DerivedId.Of(now, _random.NextGuid(), 0);
        var commit = new VersionCommit
        {
            VersionId = versionId,
            DriveId = driveId,
            ParentId = resolution.Deepest.Id == resolution.Entry?.Id ? resolution.Entry.ParentId : resolution.Deepest.Id,
            Name = name,
            Precondition = _random.Chance(0.3) && resolution.Entry is not null ? VersionPrecondition.Matches : VersionPrecondition.None,
            ExpectedVersionId = resolution.Entry?.VersionId ?? Guid.Empty,
            Manifest = ManifestOf([]),
            ModifiedAt = now,
            Executable = false,
            DeviceId = _deviceId,
            UserId = Guid.Empty,
            LeasedUntil = now + Lease,
        };
        var fileId = resolution.Entry?.Id ?? DerivedId.Of(now, versionId, 1);

        // Few contents, so that chunks are shared, condemned and revived.
        var content = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => (byte)_random.Next(4)).ToArray();
        var outcome = _random.Chance(0.3)
            ? await UploadAsync(fileId, commit, content)
            : await PutAsync(fileId, commit, content);
        if (outcome is CommitOutcome.Committed committed)
        {
            saved.Add(new SavedVersion(driveId, committed.Entry.Id, versionId, content));
        }
    }

    private async Task<CommitOutcome?> PutAsync(Guid fileId, VersionCommit commit, byte[] content)
    {
        var file = Grains.GetGrain<IFileGrain>(fileId);
        var whole = commit with { Manifest = ManifestOf(content) };
        if (_random.Chance(0.1))
        {
            // A gateway that dies before it has told the chunk, while its commit is on the way.
            return await world.RepeatAsync(() => file.CommitAsync(whole with { IsLeaseUnderWay = true }));
        }

        var holding = StoreAsync(fileId, commit, content);
        if (_random.Chance(0.5))
        {
            // As the gateway does, though it would wait for the bytes first: the version is only written where its chunk is held.
            var early = await world.RepeatAsync(() => file.CommitAsync(whole with { IsLeaseUnderWay = true }));
            await holding;
            if (early is not CommitOutcome.LeaseExpired)
            {
                return early;
            }
        }

        await holding;
        return await world.RepeatAsync(() => file.CommitAsync(whole));
    }

    private async Task<CommitOutcome?> UploadAsync(Guid fileId, VersionCommit commit, byte[] content)
    {
        var upload = Grains.GetGrain<IUploadGrain>(commit.VersionId);
        var declaration = new UploadDeclaration
        {
            UserId = Guid.Empty,
            DeviceId = _deviceId,
            DriveId = driveId,
            FileId = fileId,
            ParentId = commit.ParentId,
            Name = commit.Name,
            Precondition = commit.Precondition,
            ExpectedVersionId = commit.ExpectedVersionId,
            Manifest = ManifestOf(content),
            ModifiedAt = commit.ModifiedAt,
            Executable = false,
            ExpiresAt = commit.LeasedUntil,
        };
        await world.RepeatAsync(() => upload.CreateAsync(declaration));
        if (_random.Chance(0.2))
        {
            await world.RepeatAsync(async () =>
            {
                await upload.CancelAsync();
                return true;
            });
            return null;
        }

        await StoreAsync(fileId, commit, content);
        return await world.RepeatAsync(() => upload.CompleteAsync(viewer: null)) switch
        {
            CompletionOutcome.Ended ended => ended.Outcome,

            // A completion that was refused gives its chunks back; a repeat of it is told so.
            _ => null,
        };
    }

    private async Task StoreAsync(Guid fileId, VersionCommit commit, byte[] content)
    {
        var id = ChunkId.Of(content);
        var chunk = Grains.GetGrain<IChunkGrain>(ChunkKeys.Of(id));
        var reference = new ChunkReference
        {
            Owner = driveId,
            FileId = fileId,
            VersionId = commit.VersionId,
            LeasedUntil = commit.LeasedUntil,
        };
        if (await world.RepeatAsync(() => chunk.HoldAsync(reference, HoldMode.WithBytes)))
        {
            return;
        }

        var location = await world.RepeatAsync(() => world.FaultyChunks.PutAsync(id, content, CancellationToken.None).AsTask());
        var place = new ChunkPlace
        {
            Location = ImmutableCollectionsMarshal.AsImmutableArray(location.ToByteArray()),
            PlainBytes = content.Length,
            StoredBytes = (int)location.StoredBytes,
        };
        await world.RepeatAsync(async () =>
        {
            await chunk.RegisterAsync(place, reference);
            return true;
        });
    }

    private async Task MoveAsync()
    {
        var target = await NextFolderAsync();
        var name = NextName();
        var replace = _random.Chance(0.5);
        await WithEntryAsync((operationId, entry) => new DriveCommand.Move
        {
            OperationId = operationId,
            DeviceId = _deviceId,
            EntryId = entry.Id,
            ParentId = target.Id,
            Name = name,
            Replace = replace,
        });
    }

    private async Task WithTrashAsync()
    {
        var trash = (await world.RepeatAsync(() => Drive.ListTrashAsync(null, 100))).Entries;
        if (trash.IsEmpty)
        {
            return;
        }

        var entry = trash[_random.Next(trash.Length)];
        var restore = _random.Chance(0.5);
        await DoAsync(operationId => restore
            ? new DriveCommand.Restore { OperationId = operationId, DeviceId = _deviceId, EntryId = entry.Id }
            : new DriveCommand.Purge { OperationId = operationId, DeviceId = _deviceId, EntryId = entry.Id });
    }

    private async Task WithEntryAsync(Func<Guid, Entry, DriveCommand> command)
    {
        var folder = await NextFolderAsync();
        var page = await world.RepeatAsync(() => Drive.ListAsync(folder.Id, null, 100));
        if (page is { Entries: { IsEmpty: false } entries })
        {
            var entry = entries[_random.Next(entries.Length)];
            await DoAsync(operationId => command(operationId, entry));
        }
    }

    private async Task<DriveOutcome> DoAsync(Func<Guid, DriveCommand> command)
    {
        var once = command(_random.NextGuid());
        return await world.RepeatAsync(() => Drive.ExecuteAsync(once));
    }

    private async Task<Entry> NextFolderAsync()
    {
        var resolution = await world.RepeatAsync(
            () => Drive.ResolveAsync(_random.Chance(0.5) ? ImmutableArray<string>.Empty : [NextName()]));
        return resolution.Entry is { Kind: Core.Entries.EntryKind.Folder } folder ? folder : resolution.Deepest with { Path = [] } is
        { Kind: Core.Entries.EntryKind.Folder } deepest ? deepest : await RootAsync();
    }

    private async Task<Entry> RootAsync() => (await world.RepeatAsync(() => Drive.ResolveAsync([]))).Deepest;

    private string NextName() => Names[_random.Next(Names.Length)];

    private static StoredManifest ManifestOf(byte[] content)
    {
        var manifest = new Manifest([.. content.Length == 0 ? [] : new[] { new ManifestChunk(ChunkId.Of(content), content.Length) }]);
        return new StoredManifest
        {
            IsIndirect = false,
            Body = [.. manifest.ToByteArray()],
            SizeBytes = content.Length,
            Sha256 = ChunkId.Of(content),
        };
    }
}
