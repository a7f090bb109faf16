using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Decides which waiting call may start beside the running ones. A call that may start overtakes those that may not, as in
/// Orleans: otherwise a read that a running read waits for could stand behind a write that waits for both.
/// </summary>
internal struct Admission(bool reentrant)
{
    private RequestQueue _interleaving;
    private RequestQueue _reading;
    private RequestQueue _exclusive;
    private long _arrivals;
    private int _runningInterleaving;
    private int _runningReading;
    private int _runningExclusive;

    public readonly bool IsIdle => _runningInterleaving + _runningReading + _runningExclusive == 0;

    public readonly bool NothingWaits => _interleaving.IsEmpty && _reading.IsEmpty && _exclusive.IsEmpty;

    public readonly bool CanStartWaiting =>
        !_interleaving.IsEmpty || (!_reading.IsEmpty && CanRead) || (!_exclusive.IsEmpty && CanWrite);

    private readonly bool CanRead => reentrant || _runningExclusive == 0;

    private readonly bool CanWrite => reentrant || _runningExclusive + _runningReading == 0;

    public readonly bool CanStart(Request request) => request.Interleaving switch
    {
        Interleaving.Always => true,
        Interleaving.WithReads => CanRead,
        _ => CanWrite,
    };

    public void Enqueue(Request request)
    {
        request.Arrival = _arrivals++;
        switch (request.Interleaving)
        {
            case Interleaving.Always:
                _interleaving.Enqueue(request);
                break;
            case Interleaving.WithReads:
                _reading.Enqueue(request);
                break;
            default:
                _exclusive.Enqueue(request);
                break;
        }
    }

    /// <summary>The earliest call that may start now.</summary>
    public Request? TakeStartable()
    {
        var canRead = !_reading.IsEmpty && CanRead;
        var canWrite = !_exclusive.IsEmpty && CanWrite;
        if (!_interleaving.IsEmpty
            && (!canRead || _interleaving.First!.Arrival < _reading.First!.Arrival)
            && (!canWrite || _interleaving.First!.Arrival < _exclusive.First!.Arrival))
        {
            return _interleaving.Dequeue();
        }

        if (canRead && (!canWrite || _reading.First!.Arrival < _exclusive.First!.Arrival))
        {
            return _reading.Dequeue();
        }

        return canWrite ? _exclusive.Dequeue() : null;
    }

    /// <summary>The earliest waiting call, whether or not it may start.</summary>
    public Request? TakeAny()
    {
        _runningInterleaving = _runningReading = _runningExclusive = 0;
        return TakeStartable();
    }

    public void Started(Request request) => Count(request, 1);

    public void Finished(Request request) => Count(request, -1);

    private void Count(Request request, int change)
    {
        switch (request.Interleaving)
        {
            case Interleaving.Always:
                _runningInterleaving += change;
                break;
            case Interleaving.WithReads:
                _runningReading += change;
                break;
            default:
                _runningExclusive += change;
                break;
        }
    }
}
