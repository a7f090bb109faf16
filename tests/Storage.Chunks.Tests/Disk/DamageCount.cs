using System.Diagnostics.Metrics;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>What the metric of damaged chunks has counted since this was made, by all stores of the process.</summary>
internal sealed class DamageCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public DamageCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "filestorage.chunks.damaged")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _value, value));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}
