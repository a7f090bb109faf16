using FileStorage.Sync.State;

namespace FileStorage.Tests.Sync.Tests.State;

/// <summary>A store, and how it is closed and opened again.</summary>
internal sealed class StateUnderTest(Func<ISyncState> open, Action clean) : IAsyncDisposable
{
    public ISyncState State { get; private set; } = open();

    public async Task RestartAsync()
    {
        await CloseAsync();
        State = open();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        clean();
    }

    private async Task CloseAsync()
    {
        if (State is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
