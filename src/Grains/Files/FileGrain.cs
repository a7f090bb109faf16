using FileStorage.Core.Chunks;
using FileStorage.Core.Versions;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using Orleans.Storage;

namespace FileStorage.Grains.Files;

/// <inheritdoc cref="IFileGrain"/>
[GrainType("file"), CollectionAgeLimit(Minutes = 2)]
internal sealed partial class FileGrain(IFileStore files, IDriveStore drives, ManifestReader manifests, TimeProvider clock) : Grain, IFileGrain
{
    private const int PurgePage = 50;

    /// <summary>
    /// How long before the end of its lease a version may be committed at the latest. Once the lease is over, the chunk takes "no such
    /// version" for final; a commit that is still being written then would lose its chunks.
    /// </summary>
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromMinutes(5);

    /// <summary>The newest version, which is the head; null before the first.</summary>
    private VersionRow? _newest;

    /// <summary>Whether the drive is known to have shown the newest version.</summary>
    private bool _isShown;

    /// <summary>Whether the rows were read. For a file that was just made there is nothing to read.</summary>
    private bool _isLoaded;

    /// <summary>In which drive they were looked for.</summary>
    private Guid _loadedFrom;

    private Guid FileId => this.GetPrimaryKey();

    public async Task<CommitOutcome> CommitAsync(VersionCommit commit, CancellationToken cancellationToken)
    {
        if (!commit.IsNewFile)
        {
            await LoadAsync(commit.DriveId, cancellationToken);
        }

        await ShowNewestAsync(cancellationToken);
        if (_newest is not null && await FindRepeatedAsync(commit, cancellationToken) is { } repeated)
        {
            return repeated;
        }

        var isMet = commit.Precondition switch
        {
            VersionPrecondition.None => true,
            VersionPrecondition.Absent => _newest is null,
            VersionPrecondition.Matches => _newest?.Id == commit.ExpectedVersionId,
            _ => throw new ArgumentOutOfRangeException(nameof(commit), commit.Precondition, "No such precondition."),
        };
        if (!isMet)
        {
            return new CommitOutcome.Stale(_newest?.Id);
        }

        var now = clock.GetUtcNow();
        if (now > commit.LeasedUntil - LeaseMargin)
        {
            return new CommitOutcome.LeaseExpired();
        }

        var before = _newest;
        var place = new FilePlace(commit.ParentId, commit.Name);
        var version = ToRow(commit, now);
        var held = commit.IsLeaseUnderWay ? Manifest.Parse(commit.Manifest.Body.AsSpan()).Chunks.Single().Id : (ChunkId?)null;
        if (held is { } apart && !files.AreTogether(commit.DriveId, apart))
        {
            // The chunk lies in another database, so that no condition of the version's write can see its reference. The chunk is asked, which
            // answers after the registration that is before it; what it holds stays for as long as the lease.
            if (!await GrainFactory.GetGrain<IChunkGrain>(ChunkKeys.Of(apart)).IsHeldAsync(commit.DriveId, commit.VersionId, cancellationToken))
            {
                return new CommitOutcome.LeaseExpired();
            }

            held = null;
        }

        return await TryAppendAsync(version, place, held, now, commit.Viewer) switch
        {
            null when held is not null && await files.FindVersionAsync(commit.DriveId, FileId, version.Number, cancellationToken) is null =>
                new CommitOutcome.LeaseExpired(),

            // It was not new: this is a repeat.
            null when !_isLoaded => await CommitAsync(commit with { IsNewFile = false }, cancellationToken),
            null => throw new InconsistentStateException($"Version {version.Number} of file {FileId} was written by another activation."),
            DriveOutcome.Done done => new CommitOutcome.Committed(done.Entry, IsNew: before is null),
            var refusal => new CommitOutcome.Refused(refusal),
        };
    }

    public async Task<CommitOutcome.Committed?> FindCommittedAsync(Guid versionId, Guid? driveId, CancellationToken cancellationToken)
    {
        if ((driveId ?? await files.FindDriveAsync(FileId, cancellationToken)) is not { } home)
        {
            return null;
        }

        await LoadAsync(home, cancellationToken);
        await ShowNewestAsync(cancellationToken);
        return await files.FindVersionAsync(home, FileId, versionId, cancellationToken) is { State: VersionState.Kept } row
            && await Drive(row.DriveId).FindAsync(FileId, cancellationToken) is { } entry
            ? new CommitOutcome.Committed(entry, IsNew: row.Number == 1)
            : null;
    }

    public async Task SettleAsync(VersionNotice notice, CancellationToken cancellationToken)
    {
        var row = await files.FindVersionAsync(notice.DriveId, FileId, notice.VersionId, cancellationToken);
        switch (row?.State)
        {
            case null:
                await Drive(notice.DriveId).ForgetAsync(notice.VersionId, evenIfPending: false, cancellationToken);
                break;
            case VersionState.Purging:
                await UndoAsync(row, cancellationToken);
                break;
            case VersionState.Kept:
                await ShowAsync(row, () => TellDriveAsync(row, new FilePlace(notice.ParentId, notice.Name)), cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"Version {row.Id} is in the unknown state {row.State}.");
        }
    }

    public async Task PurgeAsync(Guid driveId, CancellationToken cancellationToken)
    {
        // A late repeat must not strike a file that is there after all.
        if (!await IsPurgedAsync(driveId, cancellationToken))
        {
            return;
        }

        List<VersionRow> rows;
        do
        {
            rows = await files.ReadVersionsAsync(driveId, FileId, beforeNumber: null, PurgePage, cancellationToken);
            foreach (var row in rows)
            {
                // A version that was not shown yet must not be shown any more.
                if (await drives.FindInboxAsync(row.DriveId, row.Id, cancellationToken) is not null)
                {
                    await Drive(row.DriveId).ForgetAsync(row.Id, evenIfPending: true, cancellationToken);
                }

                await RemoveAsync(row, onlyIfRefused: false, cancellationToken);
            }
        }
        while (rows.Count == PurgePage);

        _newest = null;
        _isLoaded = false;
        DeactivateOnIdle();
    }

    // What is purged is gone from the drive, or it or a folder above it is marked.
    private async Task<bool> IsPurgedAsync(Guid driveId, CancellationToken cancellationToken)
    {
        for (Guid? id = FileId; id is { } current;)
        {
            var entry = await drives.FindEntryAsync(driveId, current, cancellationToken);
            if (entry is null or { State: EntryState.Purging })
            {
                return true;
            }

            id = entry.ParentId;
        }

        return false;
    }

    private async ValueTask LoadAsync(Guid driveId, CancellationToken cancellationToken)
    {
        // Where there was no version, another drive may have been named.
        if (!_isLoaded || (_newest is null && _loadedFrom != driveId))
        {
            _newest = await ReadNewestAsync(driveId, cancellationToken);
            _isShown = _newest is null;
            _isLoaded = true;
            _loadedFrom = driveId;
        }
    }

    // What was written before this activation may have been cut off before the drive was told. The next version must not overtake it.
    private async Task ShowNewestAsync(CancellationToken cancellationToken)
    {
        if (_isShown || _newest is null)
        {
            return;
        }

        var newest = _newest;
        if (await drives.FindInboxAsync(newest.DriveId, newest.Id, cancellationToken) is { } inbox)
        {
            if (newest.State is VersionState.Purging || inbox.IsRefused)
            {
                await UndoAsync(newest, cancellationToken);
            }
            else
            {
                await ShowAsync(newest, () => TellDriveAsync(newest, FilePlace.Parse(inbox.Payload.Span)), cancellationToken);
            }
        }

        _isShown = true;
    }

    private async Task<CommitOutcome?> FindRepeatedAsync(VersionCommit commit, CancellationToken cancellationToken)
    {
        var row = _newest!.Id == commit.VersionId
            ? _newest
            : await files.FindVersionAsync(commit.DriveId, FileId, commit.VersionId, cancellationToken);
        if (row is null)
        {
            return null;
        }

        if (row.State is VersionState.Purging)
        {
            throw new InconsistentStateException($"Version {row.Id} is just being undone; it can be committed again after that.");
        }

        // Told again rather than looked up: the drive checks against its rows before it denies, and so learns if its memory is old.
        var arrival = VersionMapping.ToArrival(row, commit.ParentId, commit.Name);
        return await Drive(row.DriveId).AcceptAsync(arrival, cancellationToken) switch
        {
            DriveOutcome.Done done => new CommitOutcome.Committed(done.Entry, IsNew: row.Number == 1),
            var refusal => new CommitOutcome.Refused(refusal),
        };
    }

    // Writes the version and has the drive show it. Null where it was not written: its number is taken, or a chunk is not held.
    private async Task<DriveOutcome?> TryAppendAsync(VersionRow version, FilePlace place, ChunkId? held, DateTimeOffset now, Viewer? viewer)
    {
        var inbox = new InboxRow
        {
            DriveId = version.DriveId,
            VersionId = version.Id,
            FileId = FileId,
            Payload = place.ToBytes(),
            AtUnixMilliseconds = now.ToUnixTimeMilliseconds(),
        };
        Task<DriveOutcome> answer;
        try
        {
            // The drive is told before the disk has answered: its own write comes after this one, expects the inbox row, and conflicts where
            // that is not there. So both are in one transaction most of the time, and nobody sees the second without the first.
            var append = await files.StartAppendAsync(version, inbox, held, CancellationToken.None);
            answer = TellDriveAsync(version, place, viewer);
            if (await HasConflictAsync(append, answer))
            {
                return null;
            }
        }
        catch (Exception exception) when (WriteFaults.MayHaveBeenApplied(exception))
        {
            // Memory may be behind the rows from here on.
            DeactivateOnIdle();
            throw;
        }

        _newest = version;
        _isShown = false;
        _isLoaded = true;
        return await ShowAsync(version, answer, () => TellDriveAsync(version, place, viewer), CancellationToken.None);
    }

    // Leaves no answer of the drive unobserved where the version was not written.
    private static async Task<bool> HasConflictAsync(StartedWrite append, Task<DriveOutcome> answer)
    {
        var isWritten = false;
        try
        {
            isWritten = await append.Outcome is WriteOutcome.Committed;
        }
        finally
        {
            if (!isWritten)
            {
                await answer.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
            }
        }

        return !isWritten;
    }

    // What a crash left was written by somebody who was let in then; nobody asks again.
    private Task<DriveOutcome> TellDriveAsync(VersionRow version, FilePlace place, Viewer? viewer = null) => Drive(version.DriveId).AcceptAsync(
        VersionMapping.ToArrival(version, place.ParentId, place.Name) with { Viewer = viewer }, CancellationToken.None);

    private Task<DriveOutcome> ShowAsync(VersionRow version, Func<Task<DriveOutcome>> tell, CancellationToken cancellationToken) =>
        ShowAsync(version, tell(), tell, cancellationToken);

    // An exception leaves the version and its inbox row: what became of it is unknown, and whoever comes next finds out.
    private async Task<DriveOutcome> ShowAsync(
        VersionRow version, Task<DriveOutcome> answer, Func<Task<DriveOutcome>> tellAgain, CancellationToken cancellationToken)
    {
        // Only what stands in the inbox is a refusal. Where the drive is in another process, what it was told may have reached it before the version
        // reached the disk; now it is there.
        var outcome = await answer;
        if (outcome is not DriveOutcome.Done && !await IsRefusedAsync(version, cancellationToken))
        {
            outcome = await tellAgain();
        }

        if (outcome is not DriveOutcome.Done)
        {
            if (!await IsRefusedAsync(version, cancellationToken))
            {
                throw new InconsistentStateException(
                    $"Drive {version.DriveId} answered for version {version.Id} from an old memory: {outcome.GetType().Name}.");
            }

            await UndoAsync(version, cancellationToken);
        }

        _isShown = true;
        return outcome;
    }

    private async Task<bool> IsRefusedAsync(VersionRow version, CancellationToken cancellationToken) =>
        await drives.FindInboxAsync(version.DriveId, version.Id, cancellationToken) is { IsRefused: true };

    // The inbox row goes last: while it is there, a crash at any point is found and finished.
    private async Task UndoAsync(VersionRow version, CancellationToken cancellationToken)
    {
        await RemoveAsync(version, onlyIfRefused: version.State is VersionState.Kept, cancellationToken);
        await Drive(version.DriveId).ForgetAsync(version.Id, evenIfPending: false, cancellationToken);
        if (_newest?.Id == version.Id)
        {
            _newest = await ReadNewestAsync(version.DriveId, cancellationToken);
        }
    }

    private async Task RemoveAsync(VersionRow version, bool onlyIfRefused, CancellationToken cancellationToken)
    {
        // Marked first, so that nobody is shown a version whose chunks are being given back. Where it cannot be marked, another
        // activation has removed it, and it may have been committed again since: hands off.
        if (!await files.MarkPurgingAsync(version, onlyIfRefused, CancellationToken.None))
        {
            if (await files.FindVersionAsync(version.DriveId, FileId, version.Id, cancellationToken) is null)
            {
                return;
            }

            throw new InconsistentStateException($"Version {version.Id} is not to be removed any more.");
        }

        var held = await manifests.ReadHeldAsync(VersionMapping.ToManifest(version), cancellationToken);
        await ChunkBatches.ReleaseAsync(GrainFactory, held, version.DriveId, version.Id, cancellationToken);
        await files.DeletePurgingAsync(version, CancellationToken.None);
    }

    private async Task<VersionRow?> ReadNewestAsync(Guid driveId, CancellationToken cancellationToken) =>
        await files.ReadVersionsAsync(driveId, FileId, beforeNumber: null, limit: 1, cancellationToken) is [var newest] ? newest : null;

    private VersionRow ToRow(VersionCommit commit, DateTimeOffset now) => new()
    {
        FileId = FileId,
        Number = (_newest?.Number ?? 0) + 1,
        Id = commit.VersionId,
        DriveId = commit.DriveId,
        SizeBytes = commit.Manifest.SizeBytes,
        Manifest = VersionMapping.ToBytes(commit.Manifest),
        ContentHash = commit.Manifest.Sha256,
        AuthorDeviceId = commit.Origin?.DeviceId ?? commit.DeviceId,
        AuthorUserId = commit.Origin?.UserId ?? commit.UserId,
        Vector = VersionVector.Parse(_newest is null ? [] : _newest.Vector.Span).Increment(commit.Origin?.DeviceId ?? commit.DeviceId).ToByteArray(),
        ModifiedUnixMilliseconds = commit.ModifiedAt.ToUnixTimeMilliseconds(),
        Executable = commit.Executable,
        CreatedUnixMilliseconds = (commit.Origin?.CreatedAt ?? now).ToUnixTimeMilliseconds(),
    };

    private IDriveGrain Drive(Guid driveId) => GrainFactory.GetGrain<IDriveGrain>(driveId);
}
