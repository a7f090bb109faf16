using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.Files;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Links;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// What a drive does beside its commands: finishes commits that a crash left half way, removes what was purged, and forgets the oldest
/// rows of its journal, a bounded part at a time, each part safe to repeat.
/// </summary>
internal sealed class DriveTidier(
    IDriveStore store,
    IGrainFactory grains,
    TimeProvider clock,
    DriveCommitter committer,
    DriveSharing sharing,
    GranteeTeller teller,
    JournalOptions journal)
{
    private const int MaxForgottenRows = 1000;
    private const int MaxInboxRows = 100;
    private const int MaxPurgedEntries = 200;
    private const int MaxPurgesAtOnce = 16;

    /// <summary>A row younger than this is most likely about to be consumed by the commit that wrote it.</summary>
    private static readonly TimeSpan InboxAge = TimeSpan.FromSeconds(10);

    private readonly ClosedDrive _closed = new(store, committer);
    private Task<bool>? _running;

    /// <summary>Whether the drive was closed for good, as the last part found it.</summary>
    private bool _isClosed;

    /// <summary>Whether everything that was in the inbox at the beginning has been settled.</summary>
    private bool _isSettled;

    /// <summary>One part. True if more is left. Callers that come while a part is under way share it.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        _running ??= RunOnceAsync(cancellationToken);
        try
        {
            return await _running;
        }
        finally
        {
            _running = null;
        }
    }

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var moreToSettle = await SettleAsync(cancellationToken);
        var moreToForget = await ForgetAsync(cancellationToken);
        var moreToTell = await teller.RunAsync(cancellationToken);
        return await PurgeAsync(cancellationToken) || moreToSettle || moreToForget || moreToTell;
    }

    private async Task<bool> ForgetAsync(CancellationToken cancellationToken)
    {
        var driveId = committer.Drive.Id;
        var lastByCount = committer.Drive.NextNumber - 1 - journal.KeepRows;
        var oldest = (clock.GetUtcNow() - TimeSpan.FromDays(journal.KeepDays)).ToUnixTimeMilliseconds();
        bool IsOld(JournalRow row) => row.Number <= lastByCount || row.AtUnixMilliseconds < oldest;

        // One row tells that there is nothing to do, as nearly always.
        var oldestRow = await store.ReadJournalAsync(driveId, afterNumber: 0, limit: 1, cancellationToken);

        // Nobody may read a closed drive's journal any more, and it is full of names.
        _isClosed = _isClosed || await _closed.IsClosedAsync(cancellationToken);
        if (oldestRow is not [var first] || (!_isClosed && !IsOld(first)))
        {
            return false;
        }

        bool IsDue(JournalRow row) => _isClosed || IsOld(row);

        var due = (await store.ReadJournalAsync(driveId, afterNumber: 0, MaxForgottenRows, cancellationToken)).TakeWhile(IsDue).ToList();
        await committer.RunAsync((batch, _) =>
        {
            batch.ForgetJournalUpTo = Math.Max(batch.ForgetJournalUpTo, due[^1].Number);
            return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
        });
        return due.Count == MaxForgottenRows;
    }

    private async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        // What a new activation finds, a crash may have left: settled at once, so that a restart shows its last commits soon. Settling
        // what is only on its way does no harm.
        var before = _isSettled ? (clock.GetUtcNow() - InboxAge).ToUnixTimeMilliseconds() : long.MaxValue;
        var rows = await store.ReadInboxAsync(committer.Drive.Id, MaxInboxRows, cancellationToken);
        var due = rows.Where(row => row.AtUnixMilliseconds <= before).ToList();
        foreach (var row in due)
        {
            DriveMetrics.OutboxLag.Record(
                Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds() - row.AtUnixMilliseconds) / (double)TimeSpan.MillisecondsPerSecond);
            if (row.IsThinned)
            {
                await grains.GetGrain<IFileGrain>(row.FileId).FinishThinningAsync(FileGrain.ToThinned(row), cancellationToken);
                continue;
            }

            var place = FilePlace.Parse(row.Payload.Span);
            var notice = new VersionNotice
            {
                DriveId = row.DriveId,
                VersionId = row.VersionId,
                ParentId = place.ParentId,
                Name = place.Name,
            };
            await grains.GetGrain<IFileGrain>(row.FileId).SettleAsync(notice, cancellationToken);
        }

        _isSettled |= due.Count < MaxInboxRows;
        return due.Count == MaxInboxRows;
    }

    private async Task<bool> PurgeAsync(CancellationToken cancellationToken)
    {
        var roots = await store.ListPurgingAsync(committer.Drive.Id, limit: 1, cancellationToken);
        if (roots is not [var root])
        {
            return _isClosed && await _closed.MarkAsync(cancellationToken);
        }

        var gathered = new List<EntryRow>();
        await GatherAsync(root, gathered, cancellationToken);
        foreach (var files in gathered.Where(row => row.Kind is EntryKind.File).Chunk(MaxPurgesAtOnce))
        {
            await Task.WhenAll(files.Select(file => grains.GetGrain<IFileGrain>(file.Id).PurgeAsync(committer.Drive.Id, cancellationToken)));
        }

        // Their links open nothing since the purge was committed; now they are forgotten too.
        foreach (var links in gathered.SelectMany(row => sharing.RowsOn(row.Id)).Where(grant => grant.Kind is GranteeKind.Link).Chunk(MaxPurgesAtOnce))
        {
            await Task.WhenAll(links.Select(link => grains.GetGrain<ILinkGrain>(link.GranteeId).DeleteAsync(cancellationToken)));
        }

        await committer.RunAsync(async (batch, token) =>
        {
            foreach (var gone in gathered)
            {
                if (await batch.FindAsync(gone.Id, token) is { } row)
                {
                    batch.Delete(row);
                }
            }

            return new DriveOutcome.NotFound();
        });
        return true;
    }

    // Leaves first, so that whatever is left after any part still hangs together. True when all of it was gathered.
    private async Task<bool> GatherAsync(EntryRow row, List<EntryRow> gathered, CancellationToken cancellationToken)
    {
        if (row.Kind is EntryKind.Folder)
        {
            string? after = null;
            List<EntryRow> page;
            do
            {
                page = await store.ListChildrenAsync(committer.Drive.Id, row.Id, after, MaxPurgedEntries, cancellationToken);
                foreach (var child in page)
                {
                    if (!await GatherAsync(child, gathered, cancellationToken))
                    {
                        return false;
                    }

                    after = child.Name;
                }
            }
            while (page.Count == MaxPurgedEntries);
        }

        if (gathered.Count == MaxPurgedEntries)
        {
            return false;
        }

        gathered.Add(row);
        return true;
    }
}
