using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Grains.Devices;

/// <summary>
/// One who waits for a device's bell, until it rings, his patience is over, or he has gone. There are as many as there are devices that are connected,
/// so that he is all that is made for the waiting.
/// </summary>
/// <param name="all">Those of this process.</param>
/// <param name="unrung">The answer where nothing rings.</param>
internal sealed class Listener(Listeners all, DeviceBell unrung) : TaskCompletionSource<DeviceBell>
{
    private CancellationTokenRegistration _leaving;

    /// <summary>The next who waits for the same bell.</summary>
    public Listener? Next { get; set; }

    /// <summary>Where he stands among <see cref="Listeners"/>, which sets it.</summary>
    public LinkedListNode<Listener>? Place { get; set; }

    /// <summary>Lets him wait.</summary>
    /// <param name="patience">For how long, to the next quarter of a second.</param>
    /// <param name="cancellationToken">Cancelled when he has gone.</param>
    public void Wait(TimeSpan patience, CancellationToken cancellationToken)
    {
        all.Add(this, patience);
        _leaving = cancellationToken.UnsafeRegister(static (listener, token) => ((Listener)listener!).Leave(token), this);
        if (Task.IsCompleted)
        {
            _leaving.Unregister();
        }
    }

    /// <summary>On the grain's own thread; whoever listens goes on in a turn of its own.</summary>
    public void Ring(DeviceBell bell)
    {
        if (TrySetResult(bell))
        {
            all.Remove(this);
            _leaving.Unregister();
        }
    }

    /// <summary>His patience is over. On any thread.</summary>
    public void LetGo()
    {
        if (TrySetResult(unrung))
        {
            _leaving.Unregister();
        }
    }

    private void Leave(CancellationToken cancellationToken)
    {
        if (TrySetCanceled(cancellationToken))
        {
            all.Remove(this);
        }
    }
}
