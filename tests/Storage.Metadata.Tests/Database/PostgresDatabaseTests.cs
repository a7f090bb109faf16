using FileStorage.Storage.Metadata.Database;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Database;

public sealed class PostgresDatabaseTests : MetadataDatabaseContract<PostgresEngine>
{
    [Fact]
    public async Task Writes_that_come_together_share_commits()
    {
        const int Count = 2_000;

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(index => WriteAsync(Insert($"{index}", Guid.NewGuid())).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        Assert.InRange(Engine.Postgres.Lanes.Sum(lane => lane.Commits), 1, Count / 4);
    }
}
