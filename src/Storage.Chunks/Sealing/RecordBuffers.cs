using System.Collections.Concurrent;
using System.Numerics;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>
/// Buffers for records, used again. The shared array pool would round a record of a 1 MiB chunk up to 2 MiB, and keeps fewer small
/// ones than there are uploads in flight. Sizes here are powers of two with room for what a record adds.
/// </summary>
internal sealed class RecordBuffers(long maxKeptBytes)
{
    private const int Slack = 256;
    private const int SmallestLog = 12;

    private readonly ConcurrentQueue<byte[]>[] _kept =
        [.. Enumerable.Range(0, BitOperations.Log2(RecordHeader.MaxRecordBytes) - SmallestLog + 1).Select(_ => new ConcurrentQueue<byte[]>())];

    private long _keptBytes;

    /// <summary>A buffer with room for <paramref name="bytes"/>, at most a record's. Its content is undefined.</summary>
    public byte[] Rent(int bytes)
    {
        var index = IndexOf(bytes);
        if (_kept[index].TryDequeue(out var buffer))
        {
            Interlocked.Add(ref _keptBytes, -buffer.Length);
            return buffer;
        }

        return GC.AllocateUninitializedArray<byte>((1 << (index + SmallestLog)) + Slack);
    }

    public void Return(byte[] buffer)
    {
        if (Interlocked.Add(ref _keptBytes, buffer.Length) <= maxKeptBytes)
        {
            _kept[IndexOf(buffer.Length)].Enqueue(buffer);
        }
        else
        {
            Interlocked.Add(ref _keptBytes, -buffer.Length);
        }
    }

    private static int IndexOf(int bytes) =>
        BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes - Slack, 1 << SmallestLog))) - SmallestLog;
}
