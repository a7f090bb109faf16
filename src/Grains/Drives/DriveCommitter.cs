using FileStorage.Core.Entries;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using Orleans.Storage;

namespace FileStorage.Grains.Drives;

/// <summary>
/// The group commit of one drive: takes what is waiting, decides it in memory, writes it in one transaction, answers all. While
/// that is written, the next batch gathers.
/// </summary>
internal sealed class DriveCommitter(
    IDriveStore store,
    DriveTree tree,
    DriveSharing sharing,
    TimeProvider clock,
    DriveRow drive,
    long newestUnixMilliseconds,
    Action committed)
{
    /// <summary>Commands in one transaction.</summary>
    private const int MaxBatch = 512;

    /// <summary>Commands that may wait; more are refused, since their callers would time out anyway.</summary>
    private const int MaxWaiting = 50_000;

    private readonly Queue<DriveWork> _waiting = new();

    /// <summary>The time of the newest batch: the times of a journal never go back, whatever the clock does, so that a moment can be searched for.</summary>
    private long _newestUnixMilliseconds = newestUnixMilliseconds;

    private bool _isRunning;
    private Exception? _fault;

    /// <summary>The drive's row as last committed.</summary>
    public DriveRow Drive { get; private set; } = drive;

    /// <summary>Whether the rows are no longer known; the activation must end.</summary>
    public bool IsFaulted => _fault is not null;

    /// <summary>
    /// Whether another activation has written the drive since: this one's memory is old, and since it only reads it would not notice
    /// by itself.
    /// </summary>
    public async Task<bool> IsOvertakenAsync(CancellationToken cancellationToken)
    {
        var known = Drive;
        var row = await store.LoadDriveAsync(known.Id, cancellationToken);
        return !_isRunning && ReferenceEquals(known, Drive) && row?.RowVersion != known.RowVersion;
    }

    /// <summary>
    /// Whether the rows know a place of the journal that this memory does not: since a drive shows only what it remembers, another
    /// activation has shown it.
    /// </summary>
    public async ValueTask<bool> IsBehindAsync(DriveCursor cursor, CancellationToken cancellationToken) =>
        cursor.Epoch == Drive.Epoch
        && cursor.Number >= Drive.NextNumber
        && await store.LoadDriveAsync(Drive.Id, cancellationToken) is { } row
        && row.Epoch == cursor.Epoch
        && cursor.Number < row.NextNumber;

    public async Task<DriveOutcome> RunAsync(Func<DriveBatch, CancellationToken, ValueTask<DriveOutcome>> decide)
    {
        if (_fault is not null)
        {
            throw new InconsistentStateException($"Drive {Drive.Id} is being read anew after a failed write.", _fault);
        }

        if (_waiting.Count >= MaxWaiting)
        {
            throw new InvalidOperationException($"Drive {Drive.Id} has {MaxWaiting} commands waiting.");
        }

        var work = new DriveWork(decide);
        _waiting.Enqueue(work);
        DriveMetrics.Waiting.Add(1);
        if (!_isRunning)
        {
            await DrainAsync();
        }

        return await work.Answer;
    }

    private async Task DrainAsync()
    {
        _isRunning = true;
        try
        {
            var batch = new List<DriveWork>();
            while (_waiting.Count > 0)
            {
                batch.Clear();
                while (batch.Count < MaxBatch && _waiting.TryDequeue(out var work))
                {
                    batch.Add(work);
                }

                DriveMetrics.Waiting.Add(-batch.Count);
                await CommitAsync(batch);
            }
        }
        finally
        {
            _isRunning = false;
        }
    }

    private async Task CommitAsync(List<DriveWork> works)
    {
        try
        {
            var batch = await DecideAsync(works, isCareful: false);
            if (!await TryWriteAsync(batch))
            {
                batch = await DecideAsync(works, isCareful: true);
                await TryWriteAsync(batch);
            }

            foreach (var work in works)
            {
                work.Complete(await ShowAsync(batch, work.Outcome!));
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, the callers get it; the loop goes on for those who come later.
            FailAll(works, exception);
        }
    }

    // Not the callers' tokens: a batch belongs to all its callers.
    private async Task<DriveBatch> DecideAsync(List<DriveWork> works, bool isCareful)
    {
        _newestUnixMilliseconds = Math.Max(_newestUnixMilliseconds, clock.GetUtcNow().ToUnixTimeMilliseconds());
        var batch = new DriveBatch(Drive, tree, sharing, _newestUnixMilliseconds, isCareful);
        foreach (var work in works)
        {
            await work.DecideAsync(batch, CancellationToken.None);
        }

        await batch.FinishAsync(CancellationToken.None);
        return batch;
    }

    // False where the drive's row is as it should be, so that the conflict was about a version's inbox row.
    private async Task<bool> TryWriteAsync(DriveBatch batch)
    {
        if (!batch.HasChanges)
        {
            return true;
        }

        try
        {
            if (await store.CommitAsync(batch.ToCommit(), CancellationToken.None) is WriteOutcome.Conflict)
            {
                var row = await store.LoadDriveAsync(Drive.Id, CancellationToken.None);
                return row?.RowVersion == Drive.RowVersion && !batch.IsCareful ? false : throw Lost();
            }
        }
        catch (Exception exception) when (WriteFaults.MayHaveBeenApplied(exception))
        {
            _fault = exception;
            throw;
        }

        var isNews = batch.NextNumber != Drive.NextNumber;
        Drive = batch.Next();
        tree.Apply(batch);
        sharing.Apply(batch);
        if (isNews)
        {
            committed();
        }

        return true;
    }

    private InconsistentStateException Lost() =>
        new($"Drive {Drive.Id} was written past row version {Drive.RowVersion} by another activation.");

    // A folder's etag is only known when the whole batch is: later commands of it may have changed something below.
    private static async ValueTask<DriveOutcome> ShowAsync(DriveBatch batch, DriveOutcome outcome)
    {
        var entry = outcome switch
        {
            DriveOutcome.Done done => done.Entry,
            DriveOutcome.Stale stale => stale.Current,
            _ => null,
        };
        if (entry is not { Kind: EntryKind.Folder } || await batch.FindAsync(entry.Id, CancellationToken.None) is not { } row)
        {
            return outcome;
        }

        entry = entry with { Etag = EntryMapping.EtagOf(row, batch.Epoch) };
        return outcome is DriveOutcome.Done ? new DriveOutcome.Done(entry) : new DriveOutcome.Stale(entry);
    }

    // Every caller of the batch gets the exception; after a write whose fate is unknown so does everyone who still waits.
    private void FailAll(List<DriveWork> works, Exception exception)
    {
        foreach (var work in works)
        {
            work.Fail(exception);
        }

        while (IsFaulted && _waiting.TryDequeue(out var work))
        {
            DriveMetrics.Waiting.Add(-1);
            work.Fail(exception);
        }
    }
}
