using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Files;

/// <summary>How full a drive was when a request began. The drive decides finally, at the commit.</summary>
internal readonly record struct QuotaRoom(long UsedBytes, long QuotaBytes)
{
    /// <exception cref="ProblemException">413 or 507: a file of this size cannot be kept.</exception>
    public void Require(long sizeBytes)
    {
        if (sizeBytes > ChunkLimits.MaxFileBytes)
        {
            throw Problem.TooLarge($"A file has at most {ChunkLimits.MaxFileBytes} bytes.");
        }

        if (sizeBytes > QuotaBytes - UsedBytes)
        {
            throw Problem.QuotaExceeded(UsedBytes, QuotaBytes);
        }
    }
}
