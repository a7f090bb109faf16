using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>nextcloudcmd and owncloudcmd, unmodified.</summary>
public sealed class SyncClientTests
{
    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task Two_devices_of_a_client_come_to_the_same_tree(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var one = Make(folder, "one");
        var two = Make(folder, "two");
        WriteTree(one);

        await SyncAsync(one);
        await SyncAsync(two);
        Assert.Equal(Client.Read(one), Client.Read(two));

        // A rename of a folder, an edit, a deletion, a file that comes in parts again.
        Directory.Move(Path.Combine(one, "sub"), Path.Combine(one, "renamed"));
        await File.WriteAllTextAsync(Path.Combine(one, "renamed", "f1"), "edited", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(one, "renamed", "f2"));
        WriteRandom(Path.Combine(one, "large"), seed: 2, megabytes: 25);
        await SyncAsync(one);
        await SyncAsync(two);

        Assert.Equal(Client.Read(one), Client.Read(two));
        Assert.Contains("renamed/f1", Client.Read(two).Keys);
        Assert.DoesNotContain("renamed/f2", Client.Read(two).Keys);
        await account.CheckAsync();

        Task SyncAsync(string tree) => program == "nextcloudcmd"
            ? Client.NextcloudAsync(server, account, folder.Path, tree)
            : Client.OwnCloudAsync(server, account, folder.Path, tree);
    }

    [Fact]
    public async Task Edits_on_both_sides_are_both_kept()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var one = Make(folder, "one");
        var two = Make(folder, "two");
        WriteTree(one);
        await Client.NextcloudAsync(server, account, folder.Path, one);
        await Client.NextcloudAsync(server, account, folder.Path, two);

        await File.WriteAllTextAsync(Path.Combine(one, "sub", "f1"), "mine", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(two, "sub", "f1"), "theirs, longer", TestContext.Current.CancellationToken);
        await Client.NextcloudAsync(server, account, folder.Path, one);
        await Client.NextcloudAsync(server, account, folder.Path, two);
        await Client.NextcloudAsync(server, account, folder.Path, two);
        await Client.NextcloudAsync(server, account, folder.Path, one);

        var contents = Directory.EnumerateFiles(Path.Combine(one, "sub"), "f1*").Where(file => Path.GetFileName(file) is "f1" || file.Contains("conflict", StringComparison.Ordinal))
            .Select(File.ReadAllText).Order();
        Assert.Equal(["mine", "theirs, longer"], contents);
        Assert.Equal(Client.Read(one), Client.Read(two));
    }

    [Fact]
    public async Task A_wrong_password_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Make(folder, "tree");
        WriteTree(tree);

        var (status, _) = await Client.TryAsync(
            "nextcloudcmd", folder.Path, "--non-interactive", "-s", "-u", account.Email, "-p", "wrong", tree, server.Url.ToString().TrimEnd('/'));

        Assert.NotEqual(0, status);
        using var answer = await account.GetAsync("/keep");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string Make(TemporaryFolder folder, string name) => Directory.CreateDirectory(folder.Of(name)).FullName;

    // One file always stays: nextcloudcmd waits for ever where all of them vanished.
    private static void WriteTree(string tree)
    {
        Directory.CreateDirectory(Path.Combine(tree, "sub"));
        File.WriteAllText(Path.Combine(tree, "keep"), "stays");
        for (var index = 0; index < 30; index++)
        {
            File.WriteAllText(Path.Combine(tree, "sub", $"f{index}"), $"file {index}");
        }

        File.WriteAllText(Path.Combine(tree, "sub", "ä+b & c=@ (1)'.txt"), "name");
        WriteRandom(Path.Combine(tree, "large"), seed: 1, megabytes: 25);
    }

    private static void WriteRandom(string file, int seed, int megabytes)
    {
        var bytes = new byte[megabytes * 1024 * 1024];
        new Random(seed).NextBytes(bytes);
        File.WriteAllBytes(file, bytes);
    }
}
