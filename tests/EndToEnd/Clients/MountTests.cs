using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>davfs2, unmodified: the tree as a file system of this machine. Everything is asked for by name: on new kernels davfs2 lists no folder of any server.</summary>
public sealed class MountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Davfs_writes_renames_appends_deletes_and_locks_what_is_open()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/fuse"), "Mounting needs root and /dev/fuse: davfs2 was not tried.");
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var tree = Directory.CreateDirectory(folder.Of("mounted")).FullName;
        var large = new byte[3_000_000];
        Random.Shared.NextBytes(large);
        await MountAsync(server, account, folder, tree);
        try
        {
            Directory.CreateDirectory(Path.Combine(tree, "box"));
            await File.WriteAllTextAsync(Path.Combine(tree, "box", "ü +%20"), "hello", Cancellation);
            File.Move(Path.Combine(tree, "box", "ü +%20"), Path.Combine(tree, "box", "renamed"));
            Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(tree, "box", "renamed"), Cancellation));
            await File.WriteAllBytesAsync(Path.Combine(tree, "box", "large"), large, Cancellation);
            await File.WriteAllTextAsync(Path.Combine(tree, "box", "gone"), "x", Cancellation);
            File.Delete(Path.Combine(tree, "box", "gone"));
            await using (var open = new FileStream(Path.Combine(tree, "box", "open"), FileMode.Append))
            {
                await open.WriteAsync("mine"u8.ToArray(), Cancellation);
                await Client.RunAsync(
                    "sh", folder.Path, "-c", $"test $(curl -s -o /dev/null -w '%{{http_code}}' -u {account.Email}:{account.Token} -T /dev/null {new Uri(server.Url, "/dav/box/open")}) = 423");
            }
        }
        finally
        {
            await Client.RunAsync("umount", folder.Path, tree);
        }

        await MountAsync(server, account, folder, tree);
        try
        {
            Assert.Equal(large, await File.ReadAllBytesAsync(Path.Combine(tree, "box", "large"), Cancellation));
            await File.AppendAllTextAsync(Path.Combine(tree, "box", "renamed"), " again", Cancellation);
        }
        finally
        {
            await Client.RunAsync("umount", folder.Path, tree);
        }

        Assert.Equal("hello again"u8.ToArray(), await account.LoadAsync("/box/renamed"));
        Assert.Equal("mine"u8.ToArray(), await account.LoadAsync("/box/open"));
        Assert.Equal(large, await account.LoadAsync("/box/large"));
        using var gone = await account.GetAsync("/box/gone");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
        await account.CheckAsync();
    }

    // It drops its rights to a user of its own, which must reach its cache.
    private static async Task MountAsync(ServerProcess server, TestAccount account, TemporaryFolder folder, string tree)
    {
        var url = new Uri(server.Url, "/dav/").ToString();
        var (cache, secrets, settings) = (folder.Of("cache"), folder.Of("secrets"), folder.Of("settings"));
        await File.WriteAllTextAsync(secrets, $"{url} {account.Email} \"{account.Token}\"\n", Cancellation);
        await File.WriteAllTextAsync(settings, $"secrets {secrets}\ncache_dir {cache}\ndelay_upload 0\n", Cancellation);
        await Client.RunAsync(
            "sh", folder.Path, "-ec", $"chmod 755 {folder.Path}; chmod 600 {secrets}; mkdir -p {cache}; chown root:davfs2 {cache}; chmod 1775 {cache}; mount.davfs {url} {tree} -o conf={settings}");
    }
}
