using FileStorage.Api.Contracts.Search;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Api.Search;

/// <summary>What the index answers, as bodies.</summary>
internal static class SearchBodies
{
    public static SnippetBody? Of(SearchSnippet? snippet) => snippet is null ? null : new SnippetBody
    {
        Text = snippet.Text,
        Marks = [.. snippet.Marks.Chunk(2).Select(mark => new MarkBody { Start = mark[0], Length = mark[1] })],
    };

    /// <summary>Several drives together.</summary>
    public static SearchLagBody Of(IReadOnlyCollection<IndexLag> lags, DateTimeOffset now) => new()
    {
        Changes = lags.Any(lag => lag.Changes is null) ? null : lags.Sum(lag => lag.Changes ?? 0),
        Contents = lags.Sum(lag => lag.Contents),
        Seconds = SecondsSince(lags.Min(lag => lag.Since), now),
    };

    public static double SecondsSince(DateTimeOffset? since, DateTimeOffset now) =>
        since is { } time && time < now ? Math.Round((now - time).TotalSeconds, 1) : 0;
}
