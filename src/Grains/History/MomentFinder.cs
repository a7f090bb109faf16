using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>
/// Finds the journal number of a moment. The times of a journal never go back (<see cref="DriveCommitter"/> sees to that), so that a binary
/// search finds it.
/// </summary>
internal sealed class MomentFinder(IDriveStore store, DriveCommitter committer, JournalOptions journal, TimeProvider clock)
{
    /// <summary>Rewinds that began at one number: all but the last of them changed nothing in the tree.</summary>
    private const int MaxAtOneNumber = 100;

    private long Newest => committer.Drive.NextNumber - 1;

    /// <summary>The newest number that had been written by then; null where the journal does not reach back to it.</summary>
    public async ValueTask<long?> FindAsync(Moment moment, CancellationToken cancellationToken)
    {
        var newest = Newest;
        if (moment.Number is { } number)
        {
            return number >= 0 && number <= newest ? await FindEndOfStepAsync(number, cancellationToken) : null;
        }

        var at = (moment.At ?? clock.GetUtcNow()).ToUnixTimeMilliseconds();
        var oldest = await store.FindOldestJournalNumberAsync(committer.Drive.Id, cancellationToken) ?? newest + 1;
        if (oldest > newest || await ReadTimeAsync(oldest, cancellationToken) > at)
        {
            return IsKnownBefore(oldest, newest, at) ? oldest - 1 : null;
        }

        // The row of the lower number was written by then, the one of the higher was not, or is not there.
        var (lower, higher) = (oldest, newest + 1);
        while (higher - lower > 1)
        {
            var middle = lower + ((higher - lower) / 2);
            (lower, higher) = await ReadTimeAsync(middle, cancellationToken) <= at ? (middle, higher) : (lower, middle);
        }

        return lower;
    }

    // The rows of a rewind are one step, in no order that would be a tree after each of them: a number among them means all of them.
    private async ValueTask<long> FindEndOfStepAsync(long number, CancellationToken cancellationToken)
    {
        var before = await store.ListRewindsBeforeAsync(committer.Drive.Id, number, MaxAtOneNumber, cancellationToken);
        return before
            .TakeWhile(rewind => rewind.FromNumber == before[0].FromNumber)
            .Select(rewind => rewind.FromNumber + RewindDocument.Parse(rewind.Report.Span).TreeRows)
            .Append(number)
            .Max();
    }

    // Whether nothing can have happened between that moment and the oldest row that is kept.
    private bool IsKnownBefore(long oldest, long newest, long at) =>
        oldest == 1
        || (newest - oldest + 1 < journal.KeepRows
            && at >= (clock.GetUtcNow() - TimeSpan.FromDays(journal.KeepDays)).ToUnixTimeMilliseconds());

    private async ValueTask<long> ReadTimeAsync(long number, CancellationToken cancellationToken) =>
        await store.ReadJournalAsync(committer.Drive.Id, number - 1, limit: 1, cancellationToken) is [var row]
            ? row.AtUnixMilliseconds
            : long.MaxValue;
}
