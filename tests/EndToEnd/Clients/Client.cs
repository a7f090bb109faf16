using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Clients;

/// <summary>Programs of other makers, as Debian packs them, against the real server. test.sh installs them; one that is missing is an error.</summary>
internal static class Client
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, which must be a good one, and returns what it said.</summary>
    public static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var (status, output) = await TryAsync(program, folder, arguments);
        Assert.True(status == 0, $"{program} ended with {status}:\n{output}");
        return output;
    }

    public static async Task<(int Status, string Output)> TryAsync(string program, string folder, params string[] arguments)
    {
        await using var running = RunningProgram.Start(program, arguments, Home(folder), folder);
        return (await running.WaitAsync(Patience), running.Output);
    }

    public static Task<string> NextcloudAsync(ServerProcess server, TestAccount account, string home, string tree) =>
        RunAsync("nextcloudcmd", home, SyncArguments("nextcloudcmd", server.Url, account, home, tree));

    /// <summary>Starts <c>nextcloudcmd</c> or <c>owncloudcmd</c> on a tree and leaves it running.</summary>
    public static RunningProgram StartSync(string program, Uri url, TestAccount account, string home, string tree) =>
        RunningProgram.Start(program, SyncArguments(program, url, account, home, tree), Home(home), home);

    /// <summary>Lets <c>nextcloudcmd</c> or <c>owncloudcmd</c> bring a tree to rest; its status and what it said.</summary>
    public static Task<(int Status, string Output)> TrySyncAsync(string program, Uri url, TestAccount account, string home, string tree) =>
        TryAsync(program, home, SyncArguments(program, url, account, home, tree));

    private static string[] SyncArguments(string program, Uri url, TestAccount account, string home, string tree)
    {
        // Debian's owncloudcmd lacks its list of what not to sync, and will not begin without one.
        var excluded = Path.Combine(home, "exclude.lst");
        File.WriteAllText(excluded, "");
        string[] list = program == "owncloudcmd" ? ["--exclude", excluded] : [];
        return ["--non-interactive", "-s", .. list, "-u", account.Email, "-p", account.Token, tree, url.GetLeftPart(UriPartial.Authority)];
    }

    // What these programs keep about an account goes into a home of their own. They make parts as large as takes a minute to
    // send, here up to 1 GB, and a part under way is sent again after a kill: with small ones a test can count what is.
    private static Dictionary<string, string> Home(string folder) => new()
    {
        ["HOME"] = folder,
        ["XDG_CONFIG_HOME"] = folder,
        ["QT_QPA_PLATFORM"] = "offscreen",
        ["OWNCLOUD_MAX_CHUNK_SIZE"] = "20000000",
    };

    /// <summary>The files of a tree with their contents, without what clients keep in it for themselves.</summary>
    public static IReadOnlyDictionary<string, string> Read(string tree) => Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories)
        .Select(file => (Name: Path.GetRelativePath(tree, file), file))
        .Where(one => !Path.GetFileName(one.Name).StartsWith('.') && !one.Name.StartsWith(".filestorage/", StringComparison.Ordinal))
        .ToDictionary(one => one.Name, one => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(one.file))));
}
