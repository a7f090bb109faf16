using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Search;

/// <summary>
/// The door to the search index: questions over several drives, and the work that is left to do. It has no state and knows nothing of
/// who may see what: whoever asks names the folders to look in, and confirms what comes back. One grain, key 0.
/// </summary>
[Alias("search"), GrainInterfaceType("search")]
public interface ISearchGrain : IGrainWithIntegerKey
{
    /// <summary>What answers a question, best first; it may be out of date.</summary>
    [Alias("find")]
    Task<ImmutableArray<SearchFinding>> FindAsync(SearchQuestion question, CancellationToken cancellationToken = default);

    /// <summary>For each file the piece of its text that answers, in the order of the files; null where there is no text.</summary>
    [Alias("show")]
    Task<ImmutableArray<SearchSnippet?>> ShowAsync(
        ImmutableArray<SearchFinding> files, string text, CancellationToken cancellationToken = default);

    /// <summary>How far the index of a drive is behind its journal.</summary>
    [Alias("lag")]
    Task<IndexLag> GetLagAsync(Guid driveId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Looks at a page of drives after <paramref name="after"/> (null: from the start) for those that the index is behind. Drops what is
    /// indexed of drives that are gone.
    /// </summary>
    [Alias("list-behind")]
    Task<DrivesBehind> ListBehindAsync(Guid? after, CancellationToken cancellationToken = default);

    /// <summary>Files whose content is still to be read, those that have waited longest first; at most 1,000.</summary>
    [Alias("list-unread")]
    Task<ImmutableArray<UnreadContent>> ListUnreadAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Keeps what was read. What belongs to a version that is not the newest any more is left out. Safe to repeat.</summary>
    [Alias("keep")]
    Task KeepAsync(ImmutableArray<ReadContent> contents, CancellationToken cancellationToken = default);

    /// <summary>Has a drive (null: every drive) listed and its contents read anew. What is indexed stays until then.</summary>
    [Alias("rebuild")]
    Task RebuildAsync(Guid? driveId, CancellationToken cancellationToken = default);

    [Alias("statistics")]
    Task<IndexStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);
}
