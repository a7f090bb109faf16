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

    [Fact]
    public async Task Whoever_uploads_the_same_bytes_again_heals_a_damaged_chunk_for_everybody()
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
        Assert.Equal(1, (await account.Command.TryAsync("admin", "scrub")).ExitCode);

        for (var index = 0; index < Files; index++)
        {
            await account.StoreAsync($"/again{index}", contents[index]);
        }

        Assert.Equal(0, (await account.Command.TryAsync("admin", "scrub")).ExitCode);
        for (var index = 0; index < Files; index++)
        {
            Assert.False(await WasRefusedAsync(account, $"/f{index}", contents[index]));
        }

        await account.CheckAsync();
    }

    [Theory]
    [InlineData(Harm.Flip)]
    [InlineData(Harm.Cut)]
    [InlineData(Harm.Remove)]
    public async Task The_scrubber_finds_every_damaged_chunk_and_a_backup_brings_them_back_but_never_nothing_in_place_of_something(Harm harm)
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var contents = Enumerable.Range(0, Files).Select(_ => RandomNumberGenerator.GetBytes(200_000)).ToList();
        for (var index = 0; index < Files; index++)
        {
            await account.StoreAsync($"/f{index}", contents[index]);
            if (index == Files / 2)
            {
                await account.Command.RunAsync("admin", "backup", "half");
            }
        }

        await account.Command.RunAsync("admin", "backup", "whole");
        await server.StopAsync();
        Do(harm, server);
        await server.StartAgainAsync();
        var damaged = 0;
        for (var index = 0; index < Files; index++)
        {
            damaged += await WasRefusedAsync(account, $"/f{index}", contents[index]) ? 1 : 0;
        }

        var (_, scrub, _) = await account.Command.TryAsync("admin", "scrub", "--json");
        Assert.True(damaged > 0);
        Assert.Equal(damaged, Findings(scrub));

        var (_, half, _) = await account.Command.TryAsync("admin", "repair", "half", "--json");
        var (exitCode, whole, _) = await account.Command.TryAsync("admin", "repair", "whole", "--json");

        Assert.Equal(0, exitCode);
        Assert.Equal(damaged, Last(half, "changed") + Last(whole, "changed"));
        Assert.Equal(Last(whole, "changed"), Findings(half));
        await account.Command.RunAsync("admin", "collect", "--grace", "0");
        for (var index = 0; index < Files; index++)
        {
            Assert.False(await WasRefusedAsync(account, $"/f{index}", contents[index]));
        }

        Assert.Equal(0, (await account.Command.TryAsync("admin", "repair", "whole")).ExitCode);
        await account.CheckAsync();
        var (outside, _, _) = await account.Command.TryAsync("admin", "repair", "../elsewhere");
        Assert.NotEqual(0, outside);
    }

    private static long Last(IEnumerable<string> lines, string member) => JsonDocument.Parse(lines.Last()).RootElement.GetProperty(member).GetInt64();

    private static int Findings(IEnumerable<string> lines) =>
        lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("findings").GetArrayLength());

    private static FileInfo LargestPack(ServerProcess server) =>
        new DirectoryInfo(Path.Combine(server.Data, "chunks")).EnumerateFiles("*.pack", SearchOption.AllDirectories).MaxBy(file => file.Length)!;

    private static void Do(Harm harm, ServerProcess server)
    {
        var pack = LargestPack(server);
        switch (harm)
        {
            case Harm.Flip:
                FlipOneByte(server);
                break;
            case Harm.Cut:
                using (var file = pack.Open(FileMode.Open, FileAccess.ReadWrite))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            default:
                pack.Delete();
                break;
        }
    }

    /// <summary>What befalls the largest pack.</summary>
    public enum Harm
    {
        Flip,
        Cut,
        Remove,
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
        using var pack = LargestPack(server).Open(FileMode.Open, FileAccess.ReadWrite);
        pack.Position = 1_000_000;
        var value = pack.ReadByte();
        pack.Position--;
        pack.WriteByte((byte)(value ^ 0x10));
    }
}
