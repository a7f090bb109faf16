using System.Collections.Concurrent;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>
/// Tells early how much a drive may still take, so that bytes which cannot be kept are not read. A drive that is far from its
/// quota is asked once a second at most.
/// </summary>
internal sealed class QuotaGate(IGrainFactory grains, TimeProvider clock)
{
    private const long FarBytes = 256L * 1024 * 1024;
    private const int MaxKept = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, (QuotaRoom Room, long At)> _rooms = new();

    /// <summary>How full the drive is, fresh enough to judge a body of <paramref name="sizeBytes"/> (null: of any size).</summary>
    public ValueTask<QuotaRoom> GetRoomAsync(Guid driveId, long? sizeBytes, CancellationToken cancellationToken) =>
        sizeBytes is { } size and <= FarBytes
        && _rooms.TryGetValue(driveId, out var known)
        && clock.GetElapsedTime(known.At) < Fresh
        && known.Room.QuotaBytes - known.Room.UsedBytes - size > FarBytes
            ? ValueTask.FromResult(known.Room)
            : AskAsync(driveId, cancellationToken);

    private async ValueTask<QuotaRoom> AskAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var summary = await grains.GetGrain<IDriveGrain>(driveId).GetSummaryAsync(cancellationToken);
        var room = new QuotaRoom(summary.UsedBytes, summary.QuotaBytes);
        if (_rooms.Count >= MaxKept)
        {
            _rooms.Clear();
        }

        _rooms[driveId] = (room, clock.GetTimestamp());
        return room;
    }
}
