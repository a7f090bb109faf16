using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.History;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Storage;

namespace FileStorage.Grains.Drives;

/// <inheritdoc cref="IDriveGrain"/>
// Reentrant so that commands gather while a batch is being written; the committer alone changes anything, one batch at a time.
[GrainType("drive"), Reentrant]
internal sealed partial class DriveGrain(
    IDriveStore store, TimeProvider clock, IOptions<JournalOptions> journal, DriveHistories histories) : Grain, IDriveGrain
{
    private const int MaxPage = 1000;
    private static readonly TimeSpan TidyPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstTidy = TimeSpan.FromMilliseconds(100);

    private DriveSharing? _sharing;
    private DriveNow? _access;
    private GranteeTeller? _teller;
    private DriveCommitter? _committer;
    private DriveTidier? _tidier;

    private Guid DriveId => this.GetPrimaryKey();

    private DriveTree Tree => field ??= new DriveTree(store, DriveId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await store.LoadDriveAsync(DriveId, cancellationToken) is { } row)
        {
            await StartAsync(row, cancellationToken);
        }
    }

    public async Task OpenAsync(Guid ownerId, long quotaBytes, CancellationToken cancellationToken)
    {
        if (_committer is null)
        {
            await StartAsync(await CreateAsync(ownerId, quotaBytes), cancellationToken);
        }

        await RunAsync((batch, _) =>
        {
            batch.QuotaBytes = quotaBytes;
            return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
        });
    }

    public Task<DriveSummary> GetSummaryAsync(CancellationToken cancellationToken)
    {
        var drive = Committer.Drive;
        return Task.FromResult(new DriveSummary
        {
            DriveId = drive.Id,
            OwnerId = drive.OwnerId,
            Epoch = drive.Epoch,
            JournalNumber = drive.NextNumber - 1,
            UsedBytes = drive.UsedBytes,
            QuotaBytes = drive.QuotaBytes,
        });
    }

    public async Task<Resolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        var epoch = Committer.Drive.Epoch;
        var deepest = await FindRootAsync(cancellationToken);
        for (var found = 0; found < path.Length; found++)
        {
            if (await Tree.FindChildAsync(new ChildKey(deepest.Id, path[found]), cancellationToken) is not { } child)
            {
                return new Resolution { Entry = null, Deepest = deepest.ToEntry(epoch, path[..found]), Found = found };
            }

            deepest = child;
        }

        var entry = deepest.ToEntry(epoch, path);
        return new Resolution { Entry = entry, Deepest = entry, Found = path.Length };
    }

    public async Task<Entry?> FindAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var row = await Tree.FindAsync(entryId, cancellationToken);
        return row is null || row.DriveId != DriveId || row.State is EntryState.Purging ? null : await ShowWithPathAsync(row, cancellationToken);
    }

    public async Task<Resolution?> LookUpAsync(Guid folderId, string name, CancellationToken cancellationToken)
    {
        var folder = await Tree.FindAsync(folderId, cancellationToken);
        if (folder is not { Kind: EntryKind.Folder, State: EntryState.Live } || folder.DriveId != DriveId)
        {
            return null;
        }

        var epoch = Committer.Drive.Epoch;
        var child = (await Tree.FindChildAsync(new ChildKey(folderId, name), cancellationToken))?.ToEntry(epoch);
        return new Resolution { Entry = child, Deepest = child ?? folder.ToEntry(epoch), Found = child is null ? 0 : 1 };
    }

    public async Task<EntryPage?> ListAsync(Guid folderId, string? afterName, int limit, CancellationToken cancellationToken)
    {
        var folder = await Tree.FindAsync(folderId, cancellationToken);
        if (folder is not { Kind: EntryKind.Folder, State: EntryState.Live } || folder.DriveId != DriveId)
        {
            return null;
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        return ToPage(await store.ListChildrenAsync(DriveId, folderId, afterName, size + 1, cancellationToken), size, row => row.ToEntry(Committer.Drive.Epoch));
    }

    public async Task<EntryPage> ListTrashAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var rows = await store.ListTrashAsync(DriveId, after, size + 1, cancellationToken);
        var shown = new Dictionary<Guid, Entry>(rows.Count);
        foreach (var row in rows)
        {
            shown[row.Id] = await ShowWithPathAsync(row, cancellationToken);
        }

        return ToPage(rows, size, row => shown[row.Id]);
    }

    public async Task<DriveOutcome> ExecuteAsync(DriveCommand command, CancellationToken cancellationToken)
    {
        if (await IsHeldAsync(command, cancellationToken))
        {
            return new DriveOutcome.DeletionsHeld();
        }

        var outcome = await RunAsync(async (batch, token) =>
        {
            var repeated = batch.FindOperation(command.OperationId)
                ?? (await store.FindOperationAsync(DriveId, command.OperationId, token))?.EntryId;
            if (repeated is not { } entryId)
            {
                return await DriveRules.DecideAsync(batch, command, token);
            }

            return await batch.FindAsync(entryId, token) is { } row
                ? new DriveOutcome.Done(row.ToEntry(batch.Epoch))
                : new DriveOutcome.NotFound();
        });
        if (command is DriveCommand.Purge && outcome is DriveOutcome.Done)
        {
            TidyAfter(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        // The grant holds from its commit on; its grantee is told before the answer, so that they find it. What fails here is told later.
        if (command is DriveCommand.Share && outcome is DriveOutcome.Done)
        {
            await _teller!.RunAsync(cancellationToken);
        }

        return outcome;
    }

    public Task<DriveOutcome> AcceptAsync(VersionArrival arrival, CancellationToken cancellationToken) =>
        RunAsync(async (batch, token) =>
        {
            if (!batch.IsCareful)
            {
                return await ArrivalRules.DecideAsync(batch, arrival, token);
            }

            return await store.FindInboxAsync(DriveId, arrival.VersionId, token) switch
            {
                // Without its inbox row the version was shown already, or it was undone and this message is late.
                null => await ArrivalRules.DecideRepeatedAsync(batch, arrival, token),
                { IsRefused: true } => new DriveOutcome.NotFound(),
                _ => await ArrivalRules.DecideAsync(batch, arrival, token),
            };
        });

    public Task ForgetAsync(Guid versionId, bool evenIfPending, CancellationToken cancellationToken) => RunAsync((batch, _) =>
    {
        if (evenIfPending)
        {
            batch.DropInbox(versionId);
        }
        else
        {
            batch.ForgetInbox(versionId);
        }

        return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
    });

    public Task<ChangeOutcome> ReadChangesAsync(DriveCursor? cursor, int limit, CancellationToken cancellationToken) =>
        ReadChangesAsync(new OwnerSight(DriveId), cursor, limit, cancellationToken);

    public Task<SharedEntry?> FindAsAsync(Viewer viewer, Guid entryId, CancellationToken cancellationToken) =>
        Shared.FindAsync(viewer, entryId, cancellationToken);

    public Task<Resolution?> ResolveAsAsync(
        Viewer viewer, Guid rootId, ImmutableArray<string> path, CancellationToken cancellationToken) =>
        Shared.ResolveAsync(viewer, rootId, path, cancellationToken);

    public Task<EntryPage?> ListAsAsync(
        Viewer viewer, Guid folderId, string? afterName, int limit, CancellationToken cancellationToken) =>
        Shared.ListAsync(viewer, folderId, afterName, Math.Clamp(limit, 1, MaxPage), cancellationToken);

    public Task<EntryPage> ListTrashAsAsync(
        Viewer viewer, Guid rootId, Guid? after, int limit, CancellationToken cancellationToken) =>
        Shared.ListTrashAsync(viewer, rootId, after, Math.Clamp(limit, 1, MaxPage), cancellationToken);

    public Task<ChangeOutcome> ReadChangesAsAsync(
        Viewer viewer, ImmutableArray<Guid> rootIds, DriveCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        _ = Committer;
        return ReadChangesAsync(new SharedSight(_access!, _sharing!, viewer, DriveId, rootIds), cursor, limit, cancellationToken);
    }

    public Task<ImmutableArray<EntryGrant>> ListGrantsAsync(Viewer? viewer, Guid entryId, CancellationToken cancellationToken) =>
        Shared.ListGrantsAsync(viewer, entryId, cancellationToken);

    public async Task<ImmutableArray<Entry>> ListSharedAsync(CancellationToken cancellationToken)
    {
        _ = Committer;
        var entries = ImmutableArray.CreateBuilder<Entry>();
        foreach (var entryId in _sharing!.Shared.Where(id => _access!.GrantsOn(id).Any()).Order().ToList())
        {
            if (await FindAsync(entryId, cancellationToken) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries.DrainToImmutable();
    }

    public Task<ImmutableArray<ShareMark>> ListShareMarksAsync(Viewer? viewer, CancellationToken cancellationToken) =>
        Shared.ListMarksAsync(_sharing!.Shared, viewer, cancellationToken);

    public async Task<ImmutableArray<Mount>> ListMountsAsync(CancellationToken cancellationToken)
    {
        _ = Committer;
        var mounts = ImmutableArray.CreateBuilder<Mount>();
        foreach (var row in _sharing!.Mounts.Where(row => row.State is not EntryState.Purging).OrderBy(row => row.Id).ToList())
        {
            mounts.Add(new Mount(await ShowWithPathAsync(row, cancellationToken), await IsLiveAsync(row, cancellationToken)));
        }

        return mounts.DrainToImmutable();
    }

    private async Task<ChangeOutcome> ReadChangesAsync(
        IFeedSight sight, DriveCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        var committer = Committer;
        if (cursor is not null && await committer.IsBehindAsync(cursor, cancellationToken))
        {
            DeactivateOnIdle();
            throw new InconsistentStateException($"Drive {DriveId} was written by another activation.");
        }

        return await new DriveFeed(store, Tree, committer, sight).ReadAsync(cursor, Math.Clamp(limit, 1, MaxPage), cancellationToken);
    }

    private SharedReads Shared => new(store, Tree, _access ?? throw NotOpened(), Committer);

    private DriveCommitter Committer =>
        _committer ?? throw NotOpened();

    private InvalidOperationException NotOpened() => new($"Drive {DriveId} has not been opened.");

    private async Task StartAsync(DriveRow row, CancellationToken cancellationToken)
    {
        var sharing = new DriveSharing(store, DriveId);
        await sharing.LoadAsync(cancellationToken);
        var doorbell = new DriveDoorbell(this, DriveId, clock, () => Committer.Drive.NextNumber - 1);
        _sharing = sharing;
        _access = new DriveNow(Tree, sharing, row.OwnerId);
        _committer = new DriveCommitter(
            store, Tree, sharing, clock, row, await ReadNewestTimeAsync(row, cancellationToken), doorbell.Ring);
        _teller = new GranteeTeller(GrainFactory, sharing, _committer);
        _tidier = new DriveTidier(store, GrainFactory, clock, _committer, _sharing, _teller, journal.Value);
        (_history, _rewinder) = histories.Open(GrainFactory, Tree, _committer);
        TidyAfter(FirstTidy, TidyPeriod);
    }

    private void TidyAfter(TimeSpan dueTime, TimeSpan period) => this.RegisterGrainTimer(
        async token =>
        {
            if (await Committer.IsOvertakenAsync(token))
            {
                DeactivateOnIdle();
                return;
            }

            while (await TidyAsync(token) && !token.IsCancellationRequested)
            {
            }
        },
        new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = true });

    private async Task<DriveRow> CreateAsync(Guid ownerId, long quotaBytes)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new DriveRow
        {
            Id = DriveId,
            RowVersion = 1,
            OwnerId = ownerId,
            Epoch = now,
            NextNumber = 1,
            QuotaBytes = quotaBytes,
            UsedBytes = 0,
        };
        var root = new EntryRow
        {
            Id = DriveId,
            DriveId = DriveId,
            ParentId = null,
            Name = "",
            Kind = EntryKind.Folder,
            ModifiedUnixMilliseconds = now,
        };
        var commit = new DriveCommit { ExpectedRowVersion = 0, Drive = row, InsertedEntries = [root] };
        return await store.CommitAsync(commit, CancellationToken.None) is WriteOutcome.Committed
            ? row
            : throw new InconsistentStateException($"Drive {DriveId} was created by another activation.");
    }

    private Task<DriveOutcome> RunAsync(Func<DriveBatch, CancellationToken, ValueTask<DriveOutcome>> decide) =>
        GuardAsync(() => Committer.RunAsync(decide));

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        var committer = Committer;
        try
        {
            return await work();
        }
        finally
        {
            if (committer.IsFaulted)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async ValueTask<EntryRow> FindRootAsync(CancellationToken cancellationToken) =>
        await Tree.FindAsync(DriveId, cancellationToken)
            ?? throw new InvalidOperationException($"Drive {DriveId} has no root folder.");

    private async ValueTask<bool> IsLiveAsync(EntryRow row, CancellationToken cancellationToken)
    {
        for (var current = row; current is not null; current = await Tree.FindAsync(current.ParentId!.Value, cancellationToken))
        {
            if (current.State is not EntryState.Live || current.ParentId is null)
            {
                return current.State is EntryState.Live;
            }
        }

        return false;
    }

    private async ValueTask<Entry> ShowWithPathAsync(EntryRow row, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        for (var current = row; current?.ParentId is { } parentId; current = await Tree.FindAsync(parentId, cancellationToken))
        {
            names.Add(current.Name);
        }

        names.Reverse();
        return row.ToEntry(Committer.Drive.Epoch, [.. names]);
    }

    private static EntryPage ToPage(List<EntryRow> rows, int size, Func<EntryRow, Entry> show) => new()
    {
        Entries = [.. rows.Take(size).Select(show)],
        HasMore = rows.Count > size,
    };
}
