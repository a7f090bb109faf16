using System.Collections.Immutable;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>How much of a drive somebody sees who reads its changes.</summary>
internal interface IFeedSight
{
    /// <summary>The topmost entries of what is seen.</summary>
    ImmutableArray<Guid> RootIds { get; }

    /// <summary>Whether an entry that is there, live or in the trash, is seen.</summary>
    ValueTask<bool> SeesAsync(Guid entryId, CancellationToken cancellationToken);

    /// <summary>How an entry stands after some changes of it.</summary>
    /// <param name="now">As it is now.</param>
    /// <param name="changes">Rows of the journal about it, oldest first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<FeedView> LookAsync(EntryRow now, IReadOnlyList<JournalRow> changes, CancellationToken cancellationToken);

    /// <summary>Whether something other than the entries themselves changed what is seen, between two numbers of the journal.</summary>
    ValueTask<bool> MustBeginAnewAsync(long afterNumber, long upToNumber, CancellationToken cancellationToken);
}
