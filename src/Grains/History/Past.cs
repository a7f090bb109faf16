using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>
/// What a drive was at a journal number, told as the difference to what it is: every entry that changed since, as it was. The first row
/// of an entry after the number says so, whatever came later. Whoever is not in here is as it was then.
/// </summary>
internal sealed class Past(Guid driveId, long number)
{
    private const int Page = 2000;

    private readonly Dictionary<Guid, PastEntry> _entries = [];
    private bool _isUnknown;

    /// <summary>The moment: after the row of this number, before the next.</summary>
    public long Number { get; } = number;

    /// <summary>Rows up to this number are taken in.</summary>
    public long UpTo { get; private set; } = number;

    public IReadOnlyCollection<PastEntry> Changed => _entries.Values;

    public PastEntry? Find(Guid entryId) => _entries.GetValueOrDefault(entryId);

    /// <summary>Takes in the rows up to <paramref name="newest"/>. False where the journal does not tell them any more.</summary>
    public async ValueTask<bool> ReadAsync(IDriveStore store, long newest, CancellationToken cancellationToken)
    {
        while (!_isUnknown && UpTo < newest)
        {
            var from = UpTo;
            var rows = await store.ReadJournalAsync(driveId, from, Page, cancellationToken);
            if (rows is [] || rows[0].Number != from + 1)
            {
                return false;
            }

            Add(rows.Where(row => row.Number <= newest));
            UpTo = Math.Max(UpTo, Math.Min(newest, rows[^1].Number));
        }

        return !_isUnknown;
    }

    /// <summary>The same past, seen from after some rows that are not stored yet; null where one of them does not tell what was before.</summary>
    public Past? With(IReadOnlyCollection<JournalRow> rows)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        var later = new Past(driveId, Number) { UpTo = UpTo };
        foreach (var (id, entry) in _entries)
        {
            later._entries[id] = entry;
        }

        later.Add(rows);
        return later._isUnknown ? null : later;
    }

    private void Add(IEnumerable<JournalRow> rows)
    {
        // Who may see an entry is no part of what it was: nobody comes back in by going back in time.
        foreach (var row in rows.Where(row => row.Kind is not ChangeKind.Shared && !_entries.ContainsKey(row.EntryId)))
        {
            if (PastEntry.Before(row) is { } entry)
            {
                _entries[row.EntryId] = entry;
            }
            else
            {
                _isUnknown = true;
            }
        }
    }
}
