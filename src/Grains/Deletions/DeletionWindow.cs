using FileStorage.Grains.Interfaces.Deletions;

namespace FileStorage.Grains.Deletions;

/// <summary>What one device has deleted since a moment.</summary>
internal sealed class DeletionWindow(DateTimeOffset since, long journalNumber, bool isAllowed)
{
    public DateTimeOffset Since => since;

    /// <summary>What was made after it does not count.</summary>
    public long JournalNumber => journalNumber;

    /// <summary>Entries.</summary>
    public long Deleted { get; private set; }

    /// <summary>Judges a deletion, and counts it where it may be.</summary>
    /// <param name="entries">How many it takes.</param>
    /// <param name="live">How many there are now; null where that was not counted.</param>
    /// <param name="options">The bounds.</param>
    public DeletionVerdict Judge(long entries, long? live, DeletionOptions options)
    {
        var sum = Deleted + entries;
        if (!isAllowed && entries > 0 && sum >= options.HoldEntries && options.HoldPercent < 100)
        {
            if (live is not { } now)
            {
                return DeletionVerdict.SayHowManyThereAre;
            }

            // Of what there was when the window began, as far as this device is concerned.
            if (sum * 100 > (now + Deleted) * options.HoldPercent)
            {
                return DeletionVerdict.Held;
            }
        }

        Deleted = sum;
        return DeletionVerdict.Admitted;
    }
}
