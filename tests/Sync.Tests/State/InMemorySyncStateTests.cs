using FileStorage.Sync.State;

namespace FileStorage.Tests.Sync.Tests.State;

public sealed class InMemorySyncStateTests : SyncStateContract
{
    private protected override StateUnderTest Open()
    {
        var state = new InMemorySyncState();
        return new StateUnderTest(() => state, () => { });
    }
}
