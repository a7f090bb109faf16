using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Damage;

public sealed class DamageTests
{
    private const int Files = 40;

    [Fact]
    public async Task A_damaged_byte_on_the_disk_is_told_and_counted_and_never_delivered()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var contents = Enumerable.Range(0, Files).Select(_ => RandomNumberGenerator.GetBytes(200_000)).ToList();
        for (var index = 0; index < Files; index++)
        {
            await account.StoreAsync($"/f{index}", contents[index]);
        }

        await server.StopAsync();
        FlipOneByte(server);
        await server.StartAgainAsync();

        var refused = 0;
        for (var index = 0; index < Files; index++)
        {
            refused += await WasRefusedAsync(account, $"/f{index}", contents[index]) ? 1 : 0;
        }

        Assert.Equal(1, refused);
        var statistics = JsonDocument.Parse(await account.Http.GetStringAsync(new Uri("/api/v1/admin/statistics", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.True(statistics.RootElement.GetProperty("damagedReads").GetInt64() > 0);
        var (exitCode, _, output) = await account.Command.TryAsync("admin", "check");
        Assert.Equal(1, exitCode);
        Assert.NotEmpty(output);
    }

    /// <summary>The bytes that came are the bytes that were put, or none came and the reason was given.</summary>
    private static async Task<bool> WasRefusedAsync(TestAccount account, string path, byte[] content)
    {
        using var answer = await account.GetAsync(path);
        if (answer.StatusCode is HttpStatusCode.OK)
        {
            Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            return false;
        }

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("damaged-content", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return true;
    }

    /// <summary>In the middle of the largest file below chunks/: inside of the bytes of one chunk of 200,000.</summary>
    private static void FlipOneByte(ServerProcess server)
    {
        var largest = new DirectoryInfo(Path.Combine(server.Data, "chunks")).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        using var pack = largest.Open(FileMode.Open, FileAccess.ReadWrite);
        pack.Position = 1_000_000;
        var value = pack.ReadByte();
        pack.Position--;
        pack.WriteByte((byte)(value ^ 0x10));
    }
}
