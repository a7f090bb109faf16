using System.Net.Http.Json;
using System.Text;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Search;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>The index is derived: whatever happens to the server or to the index, everything is found in the end.</summary>
public sealed class KillDuringIndexingTests
{
    private const int FilesARound = 150;
    private const int Rounds = 5;

    [Fact]
    public async Task Everything_is_found_however_often_the_server_is_killed_and_whatever_becomes_of_the_index()
    {
        var random = new Random(3_003);
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < FilesARound; index++)
            {
                await account.StoreAsync($"/round{round}/paper {index}.txt", Encoding.UTF8.GetBytes($"common words and round{round}file{index}"));
            }

            // Somewhere in the middle of indexing what was just stored.
            await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
            await server.KillAsync();
            Spoil(Path.Combine(server.Data, "search.db"), round);
            await server.StartAgainAsync();
        }

        await UntilIndexedAsync(account);

        for (var round = 0; round < Rounds; round++)
        {
            var index = random.Next(FilesARound);
            var hit = Assert.Single((await SearchAsync(account, $"round{round}file{index}")).Hits);
            Assert.Equal($"/round{round}/paper {index}.txt", hit.Item.Path);
            Assert.Equal(FilesARound, await CountAsync(account, $"paper&folder=/round{round}"));
        }
    }

    private static void Spoil(string path, int round)
    {
        switch (round)
        {
            case 1:
                File.Delete(path);
                File.Delete(path + "-wal");
                break;
            case 2:
                File.WriteAllText(path, "this is no index any more");
                break;
            default:
                break;
        }
    }

    private static Task UntilIndexedAsync(TestAccount account) => Until.SeenAsync(
        () => SearchAsync(account, "paper"), answer => answer.Behind is { Changes: 0, Contents: 0 }, answer => $"the index is behind by {answer.Behind}");

    private static async Task<int> CountAsync(TestAccount account, string query)
    {
        var count = 0;
        string? next = "0";
        while (next is not null)
        {
            var page = await SearchAsync(account, $"{query}&limit=100&after={next}");
            count += page.Hits.Count(hit => hit.Item.Kind == "file");
            next = page.Next;
        }

        return count;
    }

    private static async Task<SearchBody> SearchAsync(TestAccount account, string query) => (await account.Http.GetFromJsonAsync(
        $"/api/v1/search?q={query}", ContractsJsonContext.Default.SearchBody, TestContext.Current.CancellationToken))!;
}
