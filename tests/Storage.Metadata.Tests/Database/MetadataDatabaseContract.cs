using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Database;

/// <summary>What every engine promises. The claims table serves as an ordinary table with a unique key.</summary>
public abstract class MetadataDatabaseContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private const string InsertText = "INSERT INTO claims(kind, key, owner) VALUES ('test', ?1, ?2)";
    private const string UpdateText = "UPDATE claims SET owner = ?2 WHERE kind = 'test' AND key = ?1";
    private const string FindText = "SELECT owner FROM claims WHERE kind = 'test' AND key = ?1";
    private const string DocumentText = "INSERT INTO documents(kind, key, etag, body) VALUES ('test', ?1, ?2, ?3)";

    protected TEngine Engine { get; } = new();

    protected IMetadataDatabase Database => Engine.Database;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var owner = Guid.NewGuid();

        Assert.Equal(WriteOutcome.Committed, await WriteAsync(Insert("a", owner)));

        Assert.Equal(owner, await FindAsync("a"));
        Assert.Null(await FindAsync("b"));
    }

    [Fact]
    public async Task Values_of_every_kind_survive()
    {
        var id = Guid.CreateVersion7();
        var hash = ChunkId.Of("content"u8);
        byte[] blob = [0, 1, 255];
        const string Text = "Grüße, 世界 🎈 \"'\n";

        var row = await Database.QueryFirstAsync(
            new SqlStatement(
                "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9", long.MinValue, Text, blob, id, hash, true, SqlValue.Null, string.Empty, Array.Empty<byte>()),
            row => (
                Number: row.GetInteger(0),
                Text: row.GetText(1),
                Blob: row.GetBlob(2),
                Id: row.GetGuid(3),
                Hash: row.GetHash(4),
                Flag: row.GetFlag(5),
                Nulls: row.IsNull(6) && row.GetGuidOrNull(6) is null && row.GetHashOrNull(6) is null && row.GetIntegerOrNull(6) is null,
                EmptyText: row.IsNull(7) ? null : row.GetText(7),
                EmptyBlob: row.IsNull(8) ? null : row.GetBlob(8)),
            Token);

        Assert.Equal(long.MinValue, row.Number);
        Assert.Equal(Text, row.Text);
        Assert.Equal(blob, row.Blob);
        Assert.Equal(id, row.Id);
        Assert.Equal(hash, row.Hash);
        Assert.True(row.Flag);
        Assert.True(row.Nulls);
        Assert.Equal(string.Empty, row.EmptyText);
        Assert.Equal(Array.Empty<byte>(), row.EmptyBlob);
    }

    [Fact]
    public async Task Long_texts_and_blobs_survive()
    {
        var text = new string('ü', 100_000);
        var blob = new byte[1_000_000];
        blob[^1] = 7;

        Assert.Equal(WriteOutcome.Committed, await WriteAsync(new SqlStatement(DocumentText, text, 1, blob)));

        var found = await Database.QueryFirstAsync(
            new SqlStatement("SELECT key, body FROM documents WHERE key = ?1", text),
            static row => (row.GetText(0), row.GetBlob(1)),
            Token);
        Assert.Equal(text, found.Item1);
        Assert.Equal(blob, found.Item2);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("a\ud800")]
    public async Task A_text_that_is_not_there_is_not_found_whatever_it_holds(string text)
    {
        await WriteAsync(Insert("a", Guid.NewGuid()));

        Assert.Null(await FindAsync(text));
    }

    [Fact]
    public async Task A_slice_of_an_array_is_stored_as_that_slice()
    {
        ReadOnlyMemory<byte> slice = new byte[] { 1, 2, 3, 4 }.AsMemory(1, 2);

        await WriteAsync(new SqlStatement(DocumentText, "slice", 1, slice));

        var body = await Database.QueryFirstAsync(
            new SqlStatement("SELECT body FROM documents WHERE key = 'slice'"), static row => row.GetBlob(0), Token);
        Assert.Equal(new byte[] { 2, 3 }, body);
    }

    [Fact]
    public async Task Version_7_ids_sort_by_their_time()
    {
        var early = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(1));
        var late = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(1L << 40));
        await WriteAsync(Insert("late", late), Insert("early", early));

        var order = await Database.QueryAsync(
            new SqlStatement("SELECT owner FROM claims ORDER BY owner"), static row => row.GetGuid(0), Token);

        Assert.Equal([early, late], order);
    }

    [Fact]
    public async Task A_broken_unique_key_is_a_conflict()
    {
        var first = Guid.NewGuid();
        await WriteAsync(Insert("a", first));

        Assert.Equal(WriteOutcome.Conflict, await WriteAsync(Insert("a", Guid.NewGuid())));

        Assert.Equal(first, await FindAsync("a"));
    }

    [Fact]
    public async Task A_swap_that_finds_no_row_is_a_conflict()
    {
        Assert.Equal(WriteOutcome.Conflict, await WriteAsync(Update("a", Guid.NewGuid()).ExpectingOneRow()));
        Assert.Equal(WriteOutcome.Committed, await WriteAsync(Update("a", Guid.NewGuid())));
    }

    [Fact]
    public async Task A_swap_that_would_change_two_rows_is_a_conflict_and_changes_none()
    {
        var owner = Guid.NewGuid();
        await WriteAsync(Insert("a", owner), Insert("b", owner));

        var outcome = await WriteAsync(new SqlStatement("UPDATE claims SET owner = ?1", Guid.NewGuid()).ExpectingOneRow());

        Assert.Equal(WriteOutcome.Conflict, outcome);
        Assert.Equal(owner, await FindAsync("a"));
        Assert.Equal(owner, await FindAsync("b"));
    }

    [Fact]
    public async Task A_write_that_conflicts_at_its_end_leaves_nothing_of_its_beginning()
    {
        await WriteAsync(Insert("taken", Guid.NewGuid()));

        Assert.Equal(
            WriteOutcome.Conflict, await WriteAsync(Insert("a", Guid.NewGuid()), Insert("taken", Guid.NewGuid())));
        Assert.Equal(
            WriteOutcome.Conflict,
            await WriteAsync(Insert("a", Guid.NewGuid()), Update("missing", Guid.NewGuid()).ExpectingOneRow()));

        Assert.Null(await FindAsync("a"));
    }

    [Fact]
    public async Task A_statement_that_fails_takes_its_write_with_it_and_nothing_else()
    {
        var failing = new MetadataWrite().Add(Insert("a", Guid.NewGuid())).Add(new SqlStatement(InsertText, "b", SqlValue.Null));

        await Assert.ThrowsAsync<MetadataException>(() => Database.WriteAsync(failing, Token).AsTask());

        Assert.Null(await FindAsync("a"));
        Assert.Equal(WriteOutcome.Committed, await WriteAsync(Insert("a", Guid.NewGuid())));
    }

    [Fact]
    public async Task Text_that_is_no_sql_is_an_error_and_not_a_conflict()
    {
        await Assert.ThrowsAsync<MetadataException>(() => WriteAsync(new SqlStatement("INSERT INTO nowhere VALUES (1)")).AsTask());
        await Assert.ThrowsAsync<MetadataException>(
            () => Database.QueryAsync(new SqlStatement("SELECT nothing"), static row => row.GetInteger(0), Token).AsTask());

        Assert.Equal(WriteOutcome.Committed, await WriteAsync(Insert("a", Guid.NewGuid())));
    }

    [Fact]
    public async Task Writes_that_come_together_stand_or_fall_each_by_itself()
    {
        const int Count = 200;
        await WriteAsync(Insert("taken", Guid.NewGuid()));

        // Every fourth fails after it has changed something, every other fourth at once, every other fourth with an error.
        var answers = Enumerable.Range(0, Count).Select(index => (index % 4) switch
        {
            0 => WriteAsync(Insert($"{index}", Guid.NewGuid()), Insert("taken", Guid.NewGuid())).AsTask(),
            1 => WriteAsync(Insert("taken", Guid.NewGuid()), Insert($"{index}", Guid.NewGuid())).AsTask(),
            2 => WriteAsync(Insert($"{index}", Guid.NewGuid()), new SqlStatement(InsertText, "b", SqlValue.Null)).AsTask(),
            _ => WriteAsync(Insert($"{index}", Guid.NewGuid()), Insert($"{index} again", Guid.NewGuid())).AsTask(),
        }).ToList();

        for (var index = 0; index < Count; index++)
        {
            var stands = index % 4 == 3;
            if (index % 4 == 2)
            {
                await Assert.ThrowsAsync<MetadataException>(() => answers[index]);
            }
            else
            {
                Assert.Equal(stands ? WriteOutcome.Committed : WriteOutcome.Conflict, await answers[index]);
            }

            Assert.Equal(stands, await FindAsync($"{index}") is not null);
            Assert.Equal(stands, await FindAsync($"{index} again") is not null);
        }
    }

    [Fact]
    public async Task Of_many_that_race_for_one_key_exactly_one_wins()
    {
        var owners = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToList();

        var outcomes = await Task.WhenAll(owners.Select(owner => Task.Run(() => WriteAsync(Insert("a", owner)).AsTask(), Token)));

        var winner = Assert.Single(owners.Zip(outcomes), pair => pair.Second == WriteOutcome.Committed).First;
        Assert.Equal(winner, await FindAsync("a"));
    }

    [Fact]
    public async Task A_cancelled_write_does_not_happen()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Database.WriteAsync(new MetadataWrite(Insert("a", Guid.NewGuid())), source.Token).AsTask());

        Assert.Null(await FindAsync("a"));
    }

    [Fact]
    public async Task A_write_without_statements_changes_nothing_and_is_committed()
    {
        Assert.Equal(WriteOutcome.Committed, await Database.WriteAsync(new MetadataWrite(), Token));
    }

    [Fact]
    public async Task A_sound_database_has_no_findings()
    {
        await WriteAsync(Insert("a", Guid.NewGuid()));

        Assert.Empty(await Database.CheckIntegrityAsync(Token));
    }

    [Fact]
    public async Task A_column_of_another_length_is_no_id()
    {
        await Assert.ThrowsAsync<MetadataException>(
            () => Database.QueryFirstAsync(new SqlStatement("SELECT ?1", new byte[3]), static row => row.GetGuid(0), Token).AsTask());
        await Assert.ThrowsAsync<MetadataException>(
            () => Database.QueryFirstAsync(new SqlStatement("SELECT ?1", new byte[3]), static row => row.GetHash(0), Token).AsTask());
    }

    protected static SqlStatement Insert(string key, Guid owner) => new(InsertText, key, owner);

    protected static SqlStatement Update(string key, Guid owner) => new(UpdateText, key, owner);

    protected ValueTask<WriteOutcome> WriteAsync(params ReadOnlySpan<SqlStatement> statements)
    {
        var write = new MetadataWrite();
        foreach (var statement in statements)
        {
            write.Add(statement);
        }

        return Database.WriteAsync(write, Token);
    }

    protected ValueTask<Guid?> FindAsync(string key) =>
        Database.QueryFirstAsync(new SqlStatement(FindText, key), static row => (Guid?)row.GetGuid(0), Token);
}
