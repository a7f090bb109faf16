using FileStorage.Sync.State.Sqlite;

namespace FileStorage.Tests.Sync.Tests.State;

public sealed class SqliteSyncStateContractTests : SyncStateContract
{
    private protected override StateUnderTest Open()
    {
        var folder = Directory.CreateTempSubdirectory("sync-state");
        return new StateUnderTest(() => SqliteSyncState.Open(Path.Combine(folder.FullName, "state.db")), () => folder.Delete(recursive: true));
    }
}
