using System.IO.Compression;
using System.Security.Cryptography;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>Three clients of three makers on one account: Nextcloud's, ownCloud's and ours, each with a tree of its own that somebody edits at random.</summary>
public sealed class ThreeClientsTests
{
    private const int Rounds = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_come_to_the_same_tree_and_nothing_that_any_of_them_had_acknowledged_is_gone()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FILESTORAGE_SEED"), out var given) ? given : 20_261_122;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        using var folder = new TemporaryFolder();
        string[] programs = ["nextcloudcmd", "owncloudcmd", "filestorage"];
        var trees = programs.ToDictionary(program => program, program => Directory.CreateDirectory(folder.Of(program)).FullName);
        await File.WriteAllTextAsync(Path.Combine(trees["filestorage"], "keep"), "stays", Cancellation);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var program in programs)
            {
                Edit(trees[program], random, $"{program} {round}");
            }

            foreach (var program in programs.OrderBy(_ => random.Next()).ToList())
            {
                await SyncAsync(program);
            }
        }

        for (var round = 0; round < Rounds && !AreEqual(); round++)
        {
            foreach (var program in programs)
            {
                await SyncAsync(program);
            }
        }

        Assert.Equal(Shared(trees["filestorage"]), Shared(trees["nextcloudcmd"]));
        Assert.Equal(Shared(trees["filestorage"]), Shared(trees["owncloudcmd"]));
        await account.CheckAsync();
        var kept = await ReadEverythingAsync();
        foreach (var tree in trees.Values)
        {
            kept.UnionWith(Client.Read(tree).Values);
        }

        Assert.True(acknowledged.Count > 50, $"only {acknowledged.Count} contents were acknowledged");
        Assert.Empty(acknowledged.Except(kept));

        // Whatever lay in a tree when its client said that it is done had been taken over.
        async Task SyncAsync(string program)
        {
            var before = Client.Read(trees[program]).Values;
            var (status, output) = program == "filestorage"
                ? await TryOursAsync()
                : await Client.TrySyncAsync(program, server.Url, account, Directory.CreateDirectory(folder.Of("home-" + program)).FullName, trees[program]);
            if (status == 0)
            {
                acknowledged.UnionWith(before);
            }
            else
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{program}: {status} {output}");
            }
        }

        async Task<(int, string)> TryOursAsync()
        {
            var (status, _, output) = await account.Command.TryAsync("sync", trees["filestorage"], "--once");
            return (status, output);
        }

        bool AreEqual() => programs.Skip(1).All(program => Shared(trees[program]).SequenceEqual(Shared(trees[programs[0]])));

        async Task<HashSet<string>> ReadEverythingAsync()
        {
            var file = folder.Of("everything.zip");
            await account.Command.RunAsync("account", "export", file);
            using var zip = ZipFile.OpenRead(file);
            var contents = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                await using var content = await entry.OpenAsync(Cancellation);
                contents.Add(Convert.ToHexString(await SHA256.HashDataAsync(content, Cancellation)));
            }

            return contents;
        }
    }

    // Conflict copies may stay with the client that made them: ownCloud's never uploads them.
    private static List<(string, string)> Shared(string tree) =>
        [.. Client.Read(tree).Where(file => !file.Key.Contains("conflict", StringComparison.OrdinalIgnoreCase)).Select(file => (file.Key, file.Value)).Order()];

    private static void Edit(string tree, Random random, string author)
    {
        for (var edit = 0; edit < 6; edit++)
        {
            var path = Path.Combine(tree, $"folder{random.Next(3)}", $"file{random.Next(6)}");
            var other = Path.Combine(tree, $"folder{random.Next(3)}", $"file{random.Next(6)}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(Path.GetDirectoryName(other)!);
            switch (random.Next(10))
            {
                case < 6:
                    // Of another length every time: these clients look at length and time only.
                    File.WriteAllText(path, $"{author} {edit} " + new string('x', random.Next(5000)));
                    break;
                case < 8 when File.Exists(path) && !File.Exists(other):
                    File.Move(path, other);
                    break;
                case 8:
                    File.Delete(path);
                    break;
                case 9 when random.Next(4) == 0 && Directory.Exists(Path.GetDirectoryName(path)):
                    Directory.Move(Path.GetDirectoryName(path)!, Path.Combine(tree, $"moved{random.Next(1000)}"));
                    break;
                default:
                    File.WriteAllText(path, $"{author} {edit}, not much: " + new string('y', random.Next(100)));
                    break;
            }
        }
    }
}
