using System.Net;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Limits;

public sealed class FullDiskTests
{
    [Fact]
    public async Task A_disk_at_its_reserve_refuses_new_bytes_and_still_serves_old_ones()
    {
        using var folder = new TemporaryFolder();
        var content = new byte[100_000];
        new Random(21).NextBytes(content);
        string token;
        await using (var server = await ServerProcess.StartAsync(folder.Of("data")))
        {
            using var account = await TestAccount.OpenAsync(server);
            await account.StoreAsync("/before", content);
            token = account.Token;
        }

        await using var full = await ServerProcess.StartAsync(folder.Of("data"), $"--Chunks:ReserveBytes={long.MaxValue}");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = full.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var body = new ByteArrayContent([.. content.Reverse()]);
        using var refused = await http.PutAsync(new Uri("/api/v1/content/after", UriKind.Relative), body, TestContext.Current.CancellationToken);
        var before = await http.GetByteArrayAsync(new Uri("/api/v1/content/before", UriKind.Relative), TestContext.Current.CancellationToken);
        using var absent = await http.GetAsync(new Uri("/api/v1/content/after", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Contains("storage-full", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(content, before);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }
}
