using System.Collections.Immutable;
using FileStorage.Core.Search;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Storage.Metadata.Search;
using Orleans.Concurrency;

namespace FileStorage.Grains.Search;

/// <inheritdoc cref="ISearchGrain"/>
// Stateless: a search that takes long must not hold up the next one.
[GrainType("search"), StatelessWorker]
internal sealed class SearchGrain(ISearchIndex index, IInventoryStore inventory) : Grain, ISearchGrain
{
    private const int MaxFindings = 2000;
    private const int MaxUnread = 1000;

    public async Task<ImmutableArray<SearchFinding>> FindAsync(SearchQuestion question, CancellationToken cancellationToken)
    {
        var hits = await index.FindAsync(
            new SearchCriteria
            {
                Roots = [.. question.Folders.Select(folder => new SearchRoot(folder.DriveId, folder.FolderId))],
                Terms = SearchText.Parse(question.Text),
                InNames = question.InNames,
                InContents = question.InContents,
                Types = question.Types,
                Kind = question.Kind,
                MinSizeBytes = question.MinSizeBytes,
                MaxSizeBytes = question.MaxSizeBytes,
                ModifiedFromUnixMilliseconds = question.ModifiedFrom?.ToUnixTimeMilliseconds(),
                ModifiedToUnixMilliseconds = question.ModifiedTo?.ToUnixTimeMilliseconds(),
                InTrash = question.InTrash,
                Limit = Math.Clamp(question.Limit, 1, MaxFindings),
            },
            cancellationToken);
        return
        [
            .. hits.Select(hit => new SearchFinding
            {
                DriveId = hit.DriveId,
                EntryId = hit.EntryId,
                Rank = hit.Rank,
                ByContent = hit.ByContent,
            }),
        ];
    }

    public async Task<ImmutableArray<SearchSnippet?>> ShowAsync(
        ImmutableArray<SearchFinding> files, string text, CancellationToken cancellationToken)
    {
        var terms = SearchText.Parse(text);
        var snippets = ImmutableArray.CreateBuilder<SearchSnippet?>(files.Length);
        foreach (var file in files)
        {
            var content = await index.ReadTextAsync(file.DriveId, file.EntryId, cancellationToken);
            snippets.Add(content is null ? null : ToSnippet(Snippet.Of(content, terms)));
        }

        return snippets.DrainToImmutable();
    }

    public async Task<IndexLag> GetLagAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var drive = await index.OpenDriveAsync(driveId, cancellationToken);
        var pending = await index.CountPendingAsync(driveId, cancellationToken);
        DateTimeOffset? since = pending.OldestUnixMilliseconds is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null;
        if (drive.Place is not { ListsFolders: null } place)
        {
            return new IndexLag { Changes = null, Contents = pending.Contents, Since = since };
        }

        var grain = GrainFactory.GetGrain<IDriveGrain>(driveId);
        var changes = (await grain.GetSummaryAsync(cancellationToken)).JournalNumber - place.Number;
        if (changes > 0
            && await grain.ReadChangesAsync(IndexMapping.ToCursor(place), 1, cancellationToken) is ChangeOutcome.Page { Changes: [{ At: { } at }, ..] }
            && (since is null || at < since))
        {
            since = at;
        }

        return new IndexLag { Changes = Math.Max(0, changes), Contents = pending.Contents, Since = since };
    }

    public async Task<DrivesBehind> ListBehindAsync(Guid? after, CancellationToken cancellationToken)
    {
        var page = await new IndexSweep(index, inventory).ReadAsync(after, cancellationToken);
        foreach (var gone in page.Gone)
        {
            await index.DropDriveAsync(gone, CancellationToken.None);
        }

        return new DrivesBehind { DriveIds = [.. page.Behind.Keys], Next = page.Next };
    }

    public async Task<ImmutableArray<UnreadContent>> ListUnreadAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await index.ListPendingAsync(Math.Clamp(limit, 1, MaxUnread), cancellationToken)).Select(IndexMapping.ToUnread)];

    public async Task KeepAsync(ImmutableArray<ReadContent> contents, CancellationToken cancellationToken) =>
        await index.StoreContentsAsync([.. contents.Select(IndexMapping.ToIndexed)], CancellationToken.None);

    public async Task RebuildAsync(Guid? driveId, CancellationToken cancellationToken) =>
        await index.ForgetPlaceAsync(driveId, CancellationToken.None);

    public async Task<IndexStatistics> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        var totals = await index.CountAsync(cancellationToken);
        var pending = await index.CountPendingAsync(driveId: null, cancellationToken);
        long drives = 0, changes = 0;
        var sweep = new IndexSweep(index, inventory);
        Guid? next = null;
        do
        {
            var page = await sweep.ReadAsync(next, cancellationToken);
            drives += page.Behind.Count;
            changes += page.Behind.Values.Sum(behind => behind ?? 0);
            next = page.Next;
        }
        while (next is not null);

        return new IndexStatistics
        {
            Drives = totals.Drives,
            Entries = totals.Entries,
            Contents = totals.Contents,
            UnreadContents = totals.PendingContents,
            DrivesBehind = drives,
            ChangesBehind = changes,
            NotIndexed = [.. totals.NotIndexed.Select(reason => new ReasonCount(reason.Key, reason.Value))],
            UnreadSince = pending.OldestUnixMilliseconds is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null,
        };
    }

    private static SearchSnippet ToSnippet(Snippet snippet) => new()
    {
        Text = snippet.Text,
        Marks = [.. snippet.Marks.SelectMany(mark => (int[])[mark.Start, mark.Length])],
    };
}
