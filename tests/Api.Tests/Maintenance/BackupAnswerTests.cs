using System.Net;
using System.Text.Json;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Maintenance;

/// <summary>What an administrator hears of a backup, and what it leaves in the folder of the backups.</summary>
public sealed class BackupAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_on_its_way_says_why_in_its_last_line_and_leaves_nothing()
    {
        await using var host = new RealHost();
        await host.InitializeAsync();
        await host.Administrator.PutAsync("/a", TestBytes.Random(100_000));
        var pack = Directory.EnumerateFiles(host.Folder, "*.pack", SearchOption.AllDirectories).Single();
        using (var file = new FileStream(pack, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(100);
        }

        var lines = await BackUpAsync(host, "one");

        Assert.Contains(lines, static line => line is { Done: false, Findings: [] });
        Assert.True(lines[^1].Done);
        Assert.Contains("The backup was not made: Pack", Assert.Single(lines[^1].Findings), StringComparison.Ordinal);
        Assert.Equal(lines[^2].Examined, lines[^1].Examined);
        Assert.Empty(Directory.EnumerateFileSystemEntries(BackupsOf(host)));
    }

    [Fact]
    public async Task What_a_killed_server_left_is_removed_and_what_another_one_is_at_stays()
    {
        await using var host = new RealHost();
        await host.InitializeAsync();
        var (left, held) = (Path.Combine(BackupsOf(host), "one.1.unfinished"), Path.Combine(BackupsOf(host), "one.2.unfinished"));
        foreach (var folder in (string[])[left, held])
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "metadata.db"), "half", Token);
            await File.WriteAllTextAsync(folder + ".lock", "", Token);
        }

        using (new FileStream(held + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.True((await BackUpAsync(host, "one"))[^1] is { Done: true, Findings: [] });
        }

        Assert.Equal(
            ["one", "one.2.unfinished", "one.2.unfinished.lock"],
            Directory.EnumerateFileSystemEntries(BackupsOf(host)).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var again = await host.Administrator.SendAsync(HttpMethod.Post, "/admin/backup?folder=one");
        var problem = await Session.ProblemAsync(again, 409, ProblemTypes.NotPossible);
        Assert.Contains("exists already", problem.Detail, StringComparison.Ordinal);
    }

    private static string BackupsOf(RealHost host) => Path.Combine(host.Folder, "backups");

    private static async Task<List<MaintenanceLineBody>> BackUpAsync(RealHost host, string name)
    {
        using var answer = await host.Administrator.SendAsync(HttpMethod.Post, $"/admin/backup?folder={name}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            static line => JsonSerializer.Deserialize(line, ContractsJsonContext.Default.MaintenanceLineBody)!)];
    }
}
