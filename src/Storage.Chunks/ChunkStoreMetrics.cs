using System.Diagnostics.Metrics;

namespace FileStorage.Storage.Chunks;

/// <summary>What a chunk store counts, under the meter <c>FileStorage.Chunks</c>.</summary>
internal sealed class ChunkStoreMetrics : IDisposable
{
    public const string MeterName = "FileStorage.Chunks";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _stored;
    private readonly Counter<long> _plainBytes;
    private readonly Counter<long> _storedBytes;
    private readonly Counter<long> _damaged;
    private long _damagedReads;

    public ChunkStoreMetrics()
    {
        _stored = _meter.CreateCounter<long>("filestorage.chunks.stored", description: "Chunks made durable");
        _plainBytes = _meter.CreateCounter<long>("filestorage.chunks.plain", "By", "Bytes of chunks made durable, as given");
        _storedBytes = _meter.CreateCounter<long>("filestorage.chunks.sealed", "By", "Bytes of chunks made durable, as written");
        _damaged = _meter.CreateCounter<long>("filestorage.chunks.damaged", description: "Reads that found a damaged chunk");
    }

    public void Stored(long plainBytes, long storedBytes)
    {
        _stored.Add(1);
        _plainBytes.Add(plainBytes);
        _storedBytes.Add(storedBytes);
    }

    /// <summary>How often <see cref="Damaged"/> was called.</summary>
    public long DamagedReads => Interlocked.Read(ref _damagedReads);

    public void Damaged()
    {
        Interlocked.Increment(ref _damagedReads);
        _damaged.Add(1);
    }

    public void Dispose() => _meter.Dispose();
}
