using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.InMemory;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Database;

public sealed class InMemoryDatabaseTests : MetadataDatabaseContract<InMemoryEngine>
{
    [Fact]
    public void Everything_happens_on_the_callers_thread_before_the_call_returns()
    {
        var write = WriteAsync(Insert("a", Guid.NewGuid()));
        var read = FindAsync("a");

        Assert.True(write.IsCompletedSuccessfully);
        Assert.True(read.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Each_one_is_a_world_of_its_own()
    {
        using var other = new InMemoryMetadataDatabase();

        await WriteAsync(Insert("a", Guid.NewGuid()));

        Assert.Empty(
            await other.QueryAsync(new SqlStatement("SELECT 1 FROM claims"), static row => row.GetInteger(0), Token));
    }
}
