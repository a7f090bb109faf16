using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>Public links by rclone and curl, and a mass delete by nextcloudcmd, unmodified.</summary>
public sealed class ShareClientTests
{
    [Theory]
    [InlineData("public.php/webdav", "nextcloud", true)]
    [InlineData("public.php/dav/files/", "other", false)]
    public async Task Rclone_copies_both_ways_through_a_link(string address, string vendor, bool tokenIsName)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await account.StoreAsync("/shared/there", "there"u8.ToArray());
        var token = await ShareAsync(server, account, ("path", "/shared"), ("shareType", "3"), ("permissions", "15"), ("password", "long enough"));
        var source = Directory.CreateDirectory(folder.Of("source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "ü %20 +.txt"), "name", TestContext.Current.CancellationToken);
        var obscured = (await Client.RunAsync("rclone", folder.Path, "obscure", "long enough")).Trim();
        var url = new Uri(server.Url, tokenIsName ? address : address + token);
        await File.WriteAllTextAsync(
            folder.Of("rclone.conf"),
            $"[it]\ntype = webdav\nurl = {url}\nvendor = {vendor}\nuser = {(tokenIsName ? token : "anonymous")}\npass = {obscured}\n",
            TestContext.Current.CancellationToken);

        await Client.RunAsync("rclone", folder.Path, "--config", folder.Of("rclone.conf"), "copy", source, "it:new");
        await Client.RunAsync("rclone", folder.Path, "--config", folder.Of("rclone.conf"), "copy", "it:", folder.Of("back"));

        Assert.Equal(["new/ü %20 +.txt", "there"], Client.Read(folder.Of("back")).Keys.Order(StringComparer.Ordinal));
        Assert.Equal("name"u8.ToArray(), await account.LoadAsync("/shared/new/ü %20 +.txt"));
    }

    [Fact]
    public async Task Curl_drops_a_file_and_learns_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        await account.StoreAsync("/drop/taken", "theirs"u8.ToArray());
        var token = await ShareAsync(server, account, ("path", "/drop"), ("shareType", "3"), ("permissions", "4"));
        await File.WriteAllTextAsync(folder.Of("local"), "mine", TestContext.Current.CancellationToken);
        var address = new Uri(server.Url, "/public.php/webdav/").ToString();

        var put = await Client.RunAsync("curl", folder.Path, "-sS", "-w", "%{http_code}", "-u", token + ":", "-T", folder.Of("local"), address + "taken");
        var listed = await Client.RunAsync("curl", folder.Path, "-sS", "-o", folder.Of("answer"), "-w", "%{http_code}", "-u", token + ":", "-X", "PROPFIND", address);

        Assert.Equal(("201", "405"), (put.Trim(), listed.Trim()));
        Assert.Equal("theirs"u8.ToArray(), await account.LoadAsync("/drop/taken"));
        Assert.Equal("mine"u8.ToArray(), await account.LoadAsync("/drop/taken (2)"));
    }

    [Fact]
    public async Task A_tree_that_nextcloudcmd_lost_is_not_lost_for_the_others()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        var one = Directory.CreateDirectory(folder.Of("one")).FullName;
        await File.WriteAllTextAsync(Path.Combine(one, "keep"), "stays", TestContext.Current.CancellationToken);
        for (var index = 0; index < 150; index++)
        {
            await File.WriteAllTextAsync(Path.Combine(one, index.ToString(CultureInfo.InvariantCulture)), $"{index}", TestContext.Current.CancellationToken);
        }

        await Client.NextcloudAsync(server, account, folder.Path, one);
        foreach (var file in Directory.EnumerateFiles(one).Where(file => char.IsDigit(Path.GetFileName(file)[0])).ToList())
        {
            File.Delete(file);
        }

        var (status, _) = await Client.TrySyncAsync("nextcloudcmd", server.Url, account, folder.Path, one);
        var held = await account.Command.RunAsync("deletions", "list");
        var two = Directory.CreateDirectory(folder.Of("two")).FullName;
        await Client.NextcloudAsync(server, account, folder.Path, two);

        Assert.NotEqual(0, status);
        Assert.Contains("deleted 99 of ", Assert.Single(held), StringComparison.Ordinal);
        Assert.Contains(await account.Command.RunAsync("whoami"), static line => line.Contains("is held", StringComparison.Ordinal));
        Assert.Equal(52, Client.Read(two).Count);
    }

    private static async Task<string> ShareAsync(ServerProcess server, TestAccount account, params (string Name, string Value)[] form)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/ocs/v2.php/apps/files_sharing/api/v1/shares?format=json"))
        {
            Content = new FormUrlEncodedContent(form.Select(one => KeyValuePair.Create(one.Name, one.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Email}:{account.Token}")));
        request.Headers.Add("OCS-APIREQUEST", "true");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("ocs").GetProperty("data").GetProperty("token").GetString()!;
    }
}
