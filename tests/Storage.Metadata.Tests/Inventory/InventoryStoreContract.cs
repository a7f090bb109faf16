using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Claims;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Inventory;

/// <summary>What the inventory promises on every engine.</summary>
public abstract class InventoryStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly SqlInventoryStore _store;

    protected InventoryStoreContract() => _store = new SqlInventoryStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_database_has_nothing_and_is_sound()
    {
        var counts = await _store.CountAsync(Token);

        Assert.Equal(0, counts.Entries + counts.Chunks + counts.Versions + counts.Documents);
        Assert.Empty(await _store.ListVersionsAsync(null, 10, Token));
        Assert.Empty(await _store.ListEntriesAsync(null, 10, Token));
        Assert.Empty(await _store.ListReferencesAsync(null, 10, Token));
        Assert.Empty(await _store.SumKeptBytesAsync(Token));
        Assert.Empty(await _store.CheckIntegrityAsync(Token));
    }

    [Fact]
    public async Task Keys_of_documents_are_paged_by_kind()
    {
        foreach (var (kind, key) in new[] { ("a.a", "1"), ("b.b", "3"), ("b.b", "1"), ("b.b", "2"), ("c.c", "1") })
        {
            await _engine.Shards.OfKey(kind, key).WriteAsync(
                new MetadataWrite(new SqlStatement("INSERT INTO documents(kind, key, etag, body) VALUES (?1, ?2, 1, ?3)", kind, key, new byte[1])),
                Token);
        }

        Assert.Equal(["1", "2"], await _store.ListDocumentKeysAsync("b.b", null, 2, Token));
        Assert.Equal(["3"], await _store.ListDocumentKeysAsync("b.b", "2", 2, Token));
    }

    [Fact]
    public async Task Versions_are_paged_by_file_and_number()
    {
        var files = new SqlFileStore(_engine.Shards);
        foreach (var file in new[] { Sample.NewId(), Sample.NewId() })
        {
            var drive = Sample.NewId();
            for (var number = 1; number <= 3; number++)
            {
                await files.AppendAsync(Sample.Version(file, number, drive), null, Token);
            }
        }

        var listed = new List<VersionRow>();
        VersionPosition? after = null;
        while (await _store.ListVersionsAsync(after, 2, Token) is { Count: > 0 } page)
        {
            listed.AddRange(page);
            after = new VersionPosition(page[^1].FileId, page[^1].Number);
        }

        Assert.Equal(6, listed.Select(version => version.Id).Distinct().Count());
        Assert.Equal([1, 2, 3, 1, 2, 3], listed.Select(version => version.Number));
    }

    [Fact]
    public async Task References_are_paged_without_the_chunks_own_rows()
    {
        var chunks = new SqlChunkRowStore(_engine.Shards);
        for (var index = 0; index < 4; index++)
        {
            var id = Sample.NewChunkId();
            ChunkReferenceRow[] references = [.. Enumerable.Range(0, index).Select(_ => Sample.Reference(id, Sample.NewId()))];
            await chunks.CommitAsync(
                new() { Id = id, ExpectedRowVersion = 0, After = Sample.Chunk(id), AddedReferences = references }, Token);
        }

        var listed = new List<ChunkReferenceRow>();
        while (await _store.ListReferencesAsync(listed.Count == 0 ? null : listed[^1], 2, Token) is { Count: > 0 } page)
        {
            listed.AddRange(page);
        }

        Assert.Equal(6, listed.Distinct().Count());
        Assert.Equal(6, listed.Count);
        var counts = await _store.CountAsync(Token);
        Assert.Equal((4, 6), (counts.Chunks, counts.References));
    }

    [Fact]
    public async Task Entries_are_paged_by_id_and_summed_by_drive()
    {
        var drives = new SqlDriveStore(_engine.Shards);
        await new SqlClaimStore(_engine.Shards).TryClaimAsync("email", "a", Sample.NewId(), Token);
        Guid[] ids = [Sample.NewId(), Sample.NewId()];
        foreach (var id in ids)
        {
            var live = Sample.File(id, id, "live", sizeBytes: 10);
            var trashed = Sample.File(id, id, "trashed", sizeBytes: 100) with { State = EntryState.Trashed };
            await drives.CommitAsync(
                new()
                {
                    ExpectedRowVersion = 0,
                    Drive = Sample.Drive(id),
                    InsertedEntries = [live, trashed],
                    JournalRows = [Sample.Journal(id, 1, live)],
                },
                Token);
        }

        Assert.Equal(
            ids.OrderBy(id => id.ToString(), StringComparer.Ordinal).Select(id => new DriveUsage(id, Entries: 2, KeptBytes: 220)),
            await _store.SumKeptBytesAsync(Token));
        var first = await _store.ListEntriesAsync(null, 3, Token);
        var rest = await _store.ListEntriesAsync(first[^1].Id, 3, Token);
        Assert.Equal((3, 1), (first.Count, rest.Count));
        var counts = await _store.CountAsync(Token);
        Assert.Equal((2, 4, 2, 1), (counts.Drives, counts.Entries, counts.JournalRows, counts.Claims));
    }

    [Fact]
    public async Task The_kept_bytes_of_one_drive_are_summed_in_any_state_and_below_trashed_folders()
    {
        var drives = new SqlDriveStore(_engine.Shards);
        Guid[] ids = [Sample.NewId(), Sample.NewId()];
        foreach (var id in ids)
        {
            var root = Sample.Folder(id, null, "");
            var folder = Sample.Folder(id, id, "folder") with { State = EntryState.Trashed };
            EntryRow[] files =
            [
                Sample.File(id, id, "live", sizeBytes: 1) with { KeptBytes = 1 },
                Sample.File(id, folder.Id, "below", sizeBytes: 1) with { KeptBytes = 10 },
                Sample.File(id, id, "trashed", sizeBytes: 1) with { KeptBytes = 100, State = EntryState.Trashed },
                Sample.File(id, folder.Id, "purging", sizeBytes: 1) with { KeptBytes = 1000, State = EntryState.Purging },
            ];
            await drives.CommitAsync(
                new()
                {
                    ExpectedRowVersion = 0,
                    Drive = Sample.Drive(id),
                    InsertedEntries = [root with { Id = id }, folder, .. files],
                    JournalRows = [Sample.Journal(id, 1, files[0])],
                },
                Token);
        }

        Assert.Equal(1111, await _store.SumKeptBytesAsync(ids[0], Token));
        Assert.Equal(0, await _store.SumKeptBytesAsync(Sample.NewId(), Token));
    }
}
