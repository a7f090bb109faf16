using FileStorage.Storage.Metadata.Sqlite;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

/// <summary>The file of the index, which is never a reason not to start.</summary>
public sealed class SqliteSearchFileTests : SearchIndexTest<SqliteSearchEngine>
{
    [Fact]
    public async Task The_index_is_there_after_a_restart()
    {
        var file = await ApplyAsync(File("paper.txt"));

        Engine.Restart(_ => { });

        Assert.Equal([file.Id], Ids(await FindAsync("paper")));
    }

    [Theory]
    [InlineData("this is no database at all, and long enough to be read as one")]
    [InlineData("")]
    public async Task A_file_that_is_no_index_is_set_aside(string content)
    {
        await ApplyAsync(File("paper.txt"));

        Engine.Restart(path => System.IO.File.WriteAllText(path, content));

        Assert.Empty(await FindAsync("paper"));
        Assert.Null((await OpenAsync()).Place);
    }

    [Fact]
    public async Task An_index_of_another_version_is_set_aside()
    {
        await ApplyAsync(File("paper.txt"));

        Engine.Restart(path =>
        {
            using var connection = SqliteConnection.Open(path, TimeSpan.Zero);
            connection.ExecuteScript("PRAGMA user_version = 999");
        });

        Assert.Empty(await FindAsync("paper"));
        Assert.True(System.IO.File.Exists(Engine.FilePath + ".damaged"));
    }
}
