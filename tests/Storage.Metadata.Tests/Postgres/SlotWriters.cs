using FileStorage.Core.Faults;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>
/// Writers that each add files to a drive of their own, a version, an entry and a row of the journal a time, read what they wrote, and keep account of
/// what they were told.
/// </summary>
internal sealed class SlotWriters
{
    private readonly SqlDriveStore _drives;
    private readonly SqlFileStore _files;
    private readonly List<Guid> _ids;
    private readonly List<(Guid Entry, Guid Version)>[] _known;
    private readonly List<Task> _running;
    private volatile bool _stop;
    private long _acknowledged;

    public SlotWriters(IMetadataShards shards, IEnumerable<int> slots)
    {
        _drives = new SqlDriveStore(shards);
        _files = new SqlFileStore(shards);
        _ids = [.. slots.Select(DriveIn)];
        _known = [.. _ids.Select(static _ => new List<(Guid, Guid)>())];
        _running = [.. Enumerable.Range(0, _ids.Count).Select(number => Task.Run(() => WriteAsync(number), Token))];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Guid DriveIn(int slot)
    {
        var bytes = Sample.NewId().ToByteArray(bigEndian: true);
        bytes[14] = (byte)((bytes[14] & 0xF0) | (slot >> 8));
        bytes[15] = (byte)slot;
        return new Guid(bytes, bigEndian: true);
    }

    public async Task UntilMoreAsync(int count)
    {
        var wanted = Interlocked.Read(ref _acknowledged) + count;
        while (Interlocked.Read(ref _acknowledged) < wanted)
        {
            // A writer that fell over would otherwise be waited for for ever.
            foreach (var failed in _running.Where(running => running.IsFaulted))
            {
                await failed;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
        }
    }

    public Task StopAsync()
    {
        _stop = true;
        return Task.WhenAll(_running);
    }

    /// <summary>Everything that was acknowledged is there once, and nothing else.</summary>
    public async Task CheckAsync()
    {
        for (var number = 0; number < _ids.Count; number++)
        {
            var drive = _ids[number];
            var known = _known[number];
            Assert.NotEmpty(known);
            var row = (await _drives.LoadDriveAsync(drive, Token))!;
            Assert.Equal(known.Count + 1, row.NextNumber);
            var journal = await _drives.ReadJournalAsync(drive, 0, known.Count + 1, Token);
            Assert.Equal(Enumerable.Range(1, known.Count).Select(static next => (long)next), journal.Select(static change => change.Number));
            Assert.Equal(known.Select(static file => file.Entry), journal.Select(static change => change.EntryId));
            var children = await _drives.ListChildrenAsync(drive, drive, null, known.Count + 1, Token);
            Assert.Equal(known.Select(static file => file.Entry).Order(), children.Select(static child => child.Id).Order());
            Assert.Empty(await _drives.ReadInboxAsync(drive, 10, Token));
            foreach (var (entry, version) in known)
            {
                Assert.Equal(version, Assert.Single(await _files.ReadVersionsAsync(drive, entry, null, 10, Token)).Id);
            }
        }
    }

    private async Task WriteAsync(int number)
    {
        var drive = _ids[number];
        var known = _known[number];
        while (!_stop)
        {
            var next = known.Count + 1;
            var entry = Sample.File(drive, drive, $"{next:D9}");
            var version = Sample.Version(entry.Id, number: 1, drive) with { Id = entry.VersionId!.Value };
            await UntilWrittenAsync(
                () => _files.AppendAsync(version, Sample.Inbox(drive, version.Id), Token),
                async () => await _files.FindVersionAsync(drive, entry.Id, version.Id, Token) is not null);
            await UntilWrittenAsync(
                () => _drives.CommitAsync(
                    new DriveCommit
                    {
                        ExpectedRowVersion = next - 1,
                        Drive = Sample.Drive(drive, next) with { NextNumber = next + 1 },
                        InsertedEntries = [entry],
                        JournalRows = [Sample.Journal(drive, next, entry, Sample.NewId())],
                        ConsumedInboxVersions = [version.Id],
                    },
                    Token),
                async () => (await _drives.LoadDriveAsync(drive, Token))?.RowVersion == next);
            known.Add((entry.Id, version.Id));
            Interlocked.Increment(ref _acknowledged);

            // What decides must never be read from rows that stayed behind.
            Assert.Equal(next, (await _drives.LoadDriveAsync(drive, Token))!.RowVersion);
            Assert.NotNull(await _files.FindVersionAsync(drive, entry.Id, version.Id, Token));
        }
    }

    // As a grain does: what certainly was not applied goes again, and what may have been is looked for first.
    private static async Task UntilWrittenAsync(Func<ValueTask<WriteOutcome>> write, Func<Task<bool>> isThere)
    {
        while (true)
        {
            try
            {
                Assert.Equal(WriteOutcome.Committed, await write());
                return;
            }
            catch (WriteOutcomeUnknownException)
            {
                if (await isThere())
                {
                    return;
                }
            }
            catch (MetadataException exception) when (exception is IUnavailable)
            {
                Assert.False(await isThere());
            }
        }
    }
}
