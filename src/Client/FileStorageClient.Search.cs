using FileStorage.Api.Contracts.Search;
using FileStorage.Client.Connections;
using FileStorage.Client.Search;

namespace FileStorage.Client;

// Searching, and looking after the index.
public sealed partial class FileStorageClient
{
    /// <summary>One page of what answers a search.</summary>
    public Task<SearchBody> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        GetAsync(query.Url(), Json.SearchBody, cancellationToken);

    /// <summary>How much is indexed (for the administrator).</summary>
    public Task<SearchStatisticsBody> GetSearchStatisticsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("admin/search", Json.SearchStatisticsBody, cancellationToken);

    /// <summary>Has everything of an account (null: of all) indexed anew (for the administrator).</summary>
    public async Task ReindexAsync(Guid? account, CancellationToken cancellationToken = default) =>
        (await SendAsync(() => Post(account is { } id ? $"admin/reindex?account={id}" : "admin/reindex"), Repeat.Always, cancellationToken)).Dispose();
}
