using FileStorage.Sync.State;

namespace FileStorage.Tests.Sync.Tests.State;

/// <summary>A store, and how it is closed and opened again.</summary>
internal sealed class StateUnderTest(Func<ISyncState> open, Action clean) : IDisposable
{
    public ISyncState State { get; private set; } = open();

    public void Restart()
    {
        (State as IDisposable)?.Dispose();
        State = open();
    }

    public void Dispose()
    {
        (State as IDisposable)?.Dispose();
        clean();
    }
}
