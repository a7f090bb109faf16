using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Files;

/// <summary>Turns what an account's room for uploads says into what HTTP says.</summary>
internal static class UploadRoomAnswer
{
    /// <param name="room">What was answered; null where nothing had to be.</param>
    /// <param name="sizeBytes">What was asked for.</param>
    /// <exception cref="ProblemException">413, 429 or 507.</exception>
    public static void Require(UploadRoom? room, long sizeBytes)
    {
        if (sizeBytes > ChunkLimits.MaxFileBytes)
        {
            throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxFileBytes} bytes.");
        }

        if (room is { IsGranted: false })
        {
            throw Explain(room);
        }
    }

    public static ProblemException Explain(UploadRoom room) => room.IsCrowded
        ? Problem.TooManyUploads(IUploadRoomGrain.MaxUploads)
        : Problem.QuotaExceeded(room.UsedBytes + room.PendingBytes, room.QuotaBytes);
}
