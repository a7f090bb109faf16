using System.Net;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Search;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Search;

/// <summary>Searches of a session, at once or when the index has caught up.</summary>
internal static class Searching
{
    public static async Task<SearchBody> SearchAsync(this Session session, string query) => await Session.ReadAsync(
        await session.GetAsync("/search?" + query), HttpStatusCode.OK, ContractsJsonContext.Default.SearchBody);

    /// <summary>Asks until the hits are as wanted.</summary>
    public static Task<SearchBody> FindAsync(this Session session, string query, Func<IReadOnlyList<SearchHitBody>, bool> isWanted) =>
        session.SearchUntilAsync(query, body => isWanted(body.Hits));

    public static Task<SearchBody> SearchUntilAsync(this Session session, string query, Func<SearchBody, bool> isWanted) =>
        Until.SeenAsync(() => session.SearchAsync(query), isWanted, body => $"{query} found {body.Hits.Count}, behind {body.Behind}");
}
