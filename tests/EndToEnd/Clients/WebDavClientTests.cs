using System.Globalization;
using System.Text.RegularExpressions;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>litmus, rclone and cadaver, unmodified.</summary>
public sealed partial class WebDavClientTests
{
    [Fact]
    public async Task Litmus_passes_all_of_its_104_tests()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();

        var output = await Client.RunAsync("litmus", folder.Path, "-k", new Uri(server.Url, "/dav/").ToString(), account.Email, account.Token);

        var passed = Summary().Matches(output).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.True(passed == 104, output);
        Assert.DoesNotContain("WARNING", output);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("nextcloud")]
    [InlineData("owncloud")]
    public async Task Rclone_copies_checks_moves_and_comes_back_the_same(string vendor)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var source = Directory.CreateDirectory(folder.Of("source")).FullName;
        Directory.CreateDirectory(Path.Combine(source, "a", "b"));
        await File.WriteAllTextAsync(Path.Combine(source, "a", "ü %20 +.txt"), "name", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(source, "a", "b", "large"), new byte[15_000_000], TestContext.Current.CancellationToken);
        var obscured = (await Client.RunAsync("rclone", folder.Path, "obscure", account.Token)).Trim();
        var address = vendor == "other" ? "dav" : "remote.php/dav/files/" + account.Email;
        await File.WriteAllTextAsync(
            folder.Of("rclone.conf"),
            $"[it]\ntype = webdav\nurl = {new Uri(server.Url, address)}\nvendor = {vendor}\nuser = {account.Email}\npass = {obscured}\n",
            TestContext.Current.CancellationToken);

        await RcloneAsync("sync", source, "it:tree");
        await RcloneAsync("check", source, "it:tree");
        await RcloneAsync("moveto", "it:tree/a", "it:tree/moved");
        await RcloneAsync("sync", "it:tree", folder.Of("back"));

        Assert.Equal(["moved/b/large", "moved/ü %20 +.txt"], Client.Read(folder.Of("back")).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Client.Read(Path.Combine(source, "a")).Values.Order(), Client.Read(folder.Of("back")).Values.Order());

        Task<string> RcloneAsync(params string[] arguments) => Client.RunAsync("rclone", folder.Path, ["--config", folder.Of("rclone.conf"), .. arguments]);
    }

    [Fact]
    public async Task Cadaver_puts_locks_moves_copies_and_deletes()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of(".netrc"), $"machine 127.0.0.1\nlogin {account.Email}\npassword {account.Token}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Of("local"), "content", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.Of("commands"),
            $"mkcol box\ncd box\nput {folder.Of("local")} a\nlock a\nunlock a\npropset a color red\npropget a color\nmove a b\ncopy b c\ndelete b\nls\nquit\n",
            TestContext.Current.CancellationToken);

        var output = await Client.RunAsync(
            "sh", folder.Path, "-c", $"cadaver {new Uri(server.Url, "/dav/")} < {folder.Of("commands")}");

        Assert.DoesNotContain("failed", output);
        Assert.Contains("Value of color is: red", output);
        Assert.Equal("content"u8.ToArray(), await account.LoadAsync("/box/c"));
    }

    [GeneratedRegex(@"of \d+ tests run: (\d+) passed, 0 failed")]
    private static partial Regex Summary();
}
