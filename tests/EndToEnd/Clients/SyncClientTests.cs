using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.EndToEnd.Sync;

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

        await SyncAsync(program, server.Url, account, folder, one);
        await SyncAsync(program, server.Url, account, folder, two);
        Assert.Equal(Client.Read(one), Client.Read(two));

        // A rename of a folder, an edit, a deletion, a file that comes in parts again.
        Directory.Move(Path.Combine(one, "sub"), Path.Combine(one, "renamed"));
        await File.WriteAllTextAsync(Path.Combine(one, "renamed", "f1"), "edited", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(one, "renamed", "f2"));
        WriteRandom(Path.Combine(one, "large"), seed: 2, megabytes: 25);
        await SyncAsync(program, server.Url, account, folder, one);
        await SyncAsync(program, server.Url, account, folder, two);

        Assert.Equal(Client.Read(one), Client.Read(two));
        Assert.Contains("renamed/f1", Client.Read(two).Keys);
        Assert.DoesNotContain("renamed/f2", Client.Read(two).Keys);
        await account.CheckAsync();
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task A_folder_that_is_renamed_is_not_sent_again(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Make(folder, "tree");
        WriteTree(tree);
        File.Move(Path.Combine(tree, "large"), Path.Combine(tree, "sub", "large"));
        await using var relay = new CountingRelay(server.Url);
        await SyncAsync(program, relay.Url, account, folder, tree);
        Assert.InRange(relay.UpBytes, 25 * 1024 * 1024, 30 * 1024 * 1024);

        Directory.Move(Path.Combine(tree, "sub"), Path.Combine(tree, "renamed"));
        var before = relay.UpBytes;
        await SyncAsync(program, relay.Url, account, folder, tree);

        Assert.InRange(relay.UpBytes - before, 1, 100_000);
        var other = Make(folder, "other");
        await SyncAsync(program, server.Url, account, folder, other);
        Assert.Equal(Client.Read(tree), Client.Read(other));
        Assert.Contains("renamed/large", Client.Read(other).Keys);
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    [InlineData("rclone")]
    public async Task Names_come_back_as_they_were(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Make(folder, "tree");
        foreach (var name in Names)
        {
            var file = Path.Combine(tree, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, name, TestContext.Current.CancellationToken);
        }

        var other = Make(folder, "other");
        if (program == "rclone")
        {
            var obscured = (await Client.RunAsync("rclone", folder.Path, "obscure", account.Token)).Trim();
            string[] remote = ["--config", "/dev/null", "--webdav-url", new Uri(server.Url, "/dav").ToString(), "--webdav-user", account.Email, "--webdav-pass", obscured];
            await Client.RunAsync("rclone", folder.Path, ["sync", .. remote, tree, ":webdav:"]);
            await Client.RunAsync("rclone", folder.Path, ["sync", .. remote, ":webdav:", other]);
        }
        else
        {
            await SyncAsync(program, server.Url, account, folder, tree);
            await SyncAsync(program, server.Url, account, folder, other);
        }

        // The service keeps names composed (docs/protocol.md).
        var expected = Client.Read(tree).ToDictionary(file => file.Key.Normalize(), file => file.Value);
        Assert.Equal(Names.Length, expected.Count);
        Assert.Equal(expected.OrderBy(file => file.Key, StringComparer.Ordinal), Client.Read(other).OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nextcloudcmd")]
    [InlineData("owncloudcmd")]
    public async Task Edits_on_both_sides_are_both_kept(string program)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var one = Make(folder, "one");
        var two = Make(folder, "two");
        WriteTree(one);
        await SyncAsync(program, server.Url, account, folder, one);
        await SyncAsync(program, server.Url, account, folder, two);

        await File.WriteAllTextAsync(Path.Combine(one, "sub", "f1"), "mine", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(two, "sub", "f1"), "theirs, longer", TestContext.Current.CancellationToken);
        foreach (var tree in (string[])[one, two, two, one])
        {
            await SyncAsync(program, server.Url, account, folder, tree);
        }

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

    // Every printable character that has a meaning somewhere, both forms of an umlaut, scripts beyond the first plane, a long name.
    private static readonly string[] Names =
    [
        "!\"#$%&'()+,;=@[]^`{}~.txt", "%41 %2F %", "a?b*c:d<e>f|g", "composed/\u00fc", "decomposed/u\u0308", "\U0001F600 \u65e5\u672c\u8a9e", "\u0627\u0644\u0639", "-rf", "CON", "a..b",
        new string('x', 200) + "\u00e4",
    ];

    private static async Task SyncAsync(string program, Uri url, TestAccount account, TemporaryFolder folder, string tree)
    {
        var (status, output) = await Client.TrySyncAsync(program, url, account, folder.Path, tree);
        Assert.True(status == 0, output);
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
