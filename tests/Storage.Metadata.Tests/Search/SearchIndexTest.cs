using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

/// <summary>An index with one drive, and the steps of those who feed it and ask it.</summary>
public abstract class SearchIndexTest<TEngine> : IAsyncLifetime
    where TEngine : ISearchEngine, new()
{
    private const int Epoch = 7;

    private long _number;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TEngine Engine { get; } = new();

    protected ISearchIndex Index => Engine.Index;

    protected Guid DriveId { get; } = Guid.CreateVersion7();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Engine.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask InitializeAsync() => await ApplyAsync(new IndexedEntry
    {
        Id = DriveId,
        ParentId = Guid.Empty,
        Kind = EntryKind.Folder,
        Name = "",
        ModifiedUnixMilliseconds = 1,
        ChangedUnixMilliseconds = 1,
    });

    protected static List<Guid> Ids(IEnumerable<SearchHit> hits) => [.. hits.Select(hit => hit.EntryId)];

    protected IndexedEntry File(string name, Guid? parentId = null) => new()
    {
        Id = Guid.CreateVersion7(),
        ParentId = parentId ?? DriveId,
        Kind = EntryKind.File,
        Name = name,
        ModifiedUnixMilliseconds = 1,
        ChangedUnixMilliseconds = 1,
        VersionId = Guid.CreateVersion7(),
        VersionNumber = 1,
        HasContent = true,
    };

    protected static IndexedEntry Folder(string name, Guid parentId) => new()
    {
        Id = Guid.CreateVersion7(),
        ParentId = parentId,
        Kind = EntryKind.Folder,
        Name = name,
        ModifiedUnixMilliseconds = 1,
        ChangedUnixMilliseconds = 1,
    };

    protected SearchCriteria Criteria(string text) => new()
    {
        Roots = [new SearchRoot(DriveId, DriveId)],
        Terms = SearchText.Parse(text),
        Limit = 100,
    };

    protected Task<List<SearchHit>> FindAsync(string text) => FindAsync(Criteria(text));

    protected async Task<List<SearchHit>> FindAsync(SearchCriteria criteria) => await Index.FindAsync(criteria, Token);

    protected async Task<IndexedEntry> ApplyAsync(IndexedEntry entry)
    {
        await ApplyPageAsync(new IndexPage { Drive = await OpenAsync(), Place = Next(), Entries = [entry] });
        return entry;
    }

    protected async Task ApplyPageAsync(IndexPage page) => Assert.Equal(WriteOutcome.Committed, await Index.ApplyAsync(page, Token));

    protected async Task StoreAsync(IndexedEntry file, string? text, string? reason = null) => await Index.StoreContentsAsync(
        [
            new IndexedContent
            {
                DriveId = DriveId,
                EntryId = file.Id,
                VersionId = file.VersionId!.Value,
                Text = text,
                Reason = reason,
            },
        ],
        Token);

    protected async Task<IndexedDrive> OpenAsync() => await Index.OpenDriveAsync(DriveId, Token);

    protected async Task<ImmutableArray<Guid>> PendingAsync() =>
        [.. (await Index.ListPendingAsync(10, Token)).Select(pending => pending.VersionId)];

    protected IndexPlace Next() => new() { Epoch = Epoch, Number = ++_number };
}
