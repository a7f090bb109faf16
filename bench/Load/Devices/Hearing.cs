using System.Diagnostics;
using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Bench.Load.Devices;

/// <summary>
/// How long after a change was sent the devices of its drive are told. A device that is told once of several changes has heard all of them, and the
/// time of the oldest counts.
/// </summary>
internal sealed class Hearing(int drives)
{
    private readonly Lock _lock = new();
    private readonly List<long>[] _sent = [.. Enumerable.Range(0, drives).Select(_ => new List<long>())];
    private readonly List<(int Drive, int[] Position)> _devices = [];

    /// <summary>To be read when nothing is on its way.</summary>
    public LatencyHistogram Latency { get; private set; } = new();

    /// <summary>A device of a drive listens from now on; what is returned is told by it to <see cref="Heard"/>.</summary>
    public int Join(int drive)
    {
        lock (_lock)
        {
            _devices.Add((drive, [_sent[drive].Count]));
            return _devices.Count - 1;
        }
    }

    /// <summary>A change is being sent to a drive.</summary>
    public void Sent(int drive)
    {
        lock (_lock)
        {
            _sent[drive].Add(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>A device is told that there are changes.</summary>
    public void Heard(int device)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            var (drive, position) = _devices[device];
            if (position[0] < _sent[drive].Count)
            {
                Latency.Add(Stopwatch.GetElapsedTime(_sent[drive][position[0]], now));
                position[0] = _sent[drive].Count;
            }
        }
    }

    /// <summary>What was heard so far was the warm-up.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            Latency = new LatencyHistogram();
        }
    }

    /// <summary>Devices that have not been told of the last change of their drive.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _devices.Count(device => device.Position[0] < _sent[device.Drive].Count);
            }
        }
    }
}
