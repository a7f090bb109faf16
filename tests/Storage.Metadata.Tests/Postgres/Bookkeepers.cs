using System.Globalization;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>
/// Writers that each count up a document and note every number in a second table, in one write, and keep account of what they were told. Whatever
/// happens to the server, what was acknowledged is there, and number and notes agree.
/// </summary>
internal sealed class Bookkeepers
{
    private readonly IMetadataDatabase _database;
    private readonly List<Task> _running;
    private readonly long[] _known;
    private volatile bool _stop;
    private long _acknowledged;

    private Bookkeepers(IMetadataDatabase database, int count)
    {
        _database = database;
        _known = new long[count];
        _running = [.. Enumerable.Range(0, count).Select(number => Task.Run(() => WriteAsync(number), Token))];
    }

    /// <summary>Writes answered with success.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Bookkeepers> StartAsync(IMetadataDatabase database, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var created = new SqlStatement("INSERT INTO documents(kind, key, etag, body) VALUES ('book', ?1, 0, ?2)", KeyOf(number), new byte[1]);
            Assert.Equal(WriteOutcome.Committed, await database.WriteAsync(new MetadataWrite(created), Token));
        }

        return new Bookkeepers(database, count);
    }

    /// <summary>Waits until so many more were acknowledged.</summary>
    public async Task UntilMoreAsync(int count)
    {
        var wanted = Acknowledged + count;
        while (Acknowledged < wanted)
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

    public async Task CheckAsync()
    {
        for (var number = 0; number < _known.Length; number++)
        {
            Assert.Equal(_known[number], await ReadAsync(number));
        }
    }

    private static string KeyOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task WriteAsync(int number)
    {
        var key = KeyOf(number);
        while (!_stop)
        {
            var next = _known[number] + 1;
            var write = new MetadataWrite()
                .Add(new SqlStatement("INSERT INTO claims(kind, key, owner) VALUES (?1, ?2, ?3)", $"book {key}", $"{next:D9}", Guid.NewGuid()))
                .Add(new SqlStatement("UPDATE documents SET etag = ?2 WHERE kind = 'book' AND key = ?1 AND etag = ?2 - 1", key, next).ExpectingOneRow());
            try
            {
                Assert.Equal(WriteOutcome.Committed, await _database.WriteAsync(write, Token));
                _known[number] = next;
                Interlocked.Increment(ref _acknowledged);
            }
            catch (WriteOutcomeUnknownException)
            {
                // Either it was applied or not, and nothing of it if not.
                var stored = await ReadAsync(number);
                Assert.InRange(stored, next - 1, next);
                _known[number] = stored;
            }
        }
    }

    // The number, after it was seen that every number up to it has its note and no further one has.
    private async Task<long> ReadAsync(int number)
    {
        var key = KeyOf(number);
        var stored = await _database.QueryFirstAsync(
            new SqlStatement("SELECT etag FROM documents WHERE kind = 'book' AND key = ?1", key), static row => row.GetInteger(0), Token);
        var notes = await _database.QueryFirstAsync(
            new SqlStatement("SELECT count(*), max(key) FROM claims WHERE kind = ?1", $"book {key}"),
            static row => (Count: row.GetInteger(0), Last: row.GetTextOrNull(1)),
            Token);
        Assert.Equal(stored, notes.Count);
        Assert.Equal(stored == 0 ? null : $"{stored:D9}", notes.Last);
        return stored;
    }
}
