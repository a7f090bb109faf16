using System.Collections.Immutable;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>The owner sees everything.</summary>
internal sealed class OwnerSight(Guid driveId) : IFeedSight
{
    public ImmutableArray<Guid> RootIds { get; } = [driveId];

    public ValueTask<bool> SeesAsync(Guid entryId, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<FeedView> LookAsync(EntryRow now, IReadOnlyList<JournalRow> changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FeedView.Seen);

    public ValueTask<bool> MustBeginAnewAsync(long afterNumber, long upToNumber, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);
}
