namespace FileStorage.Tests.EndToEnd.Processes;

/// <summary>The built `filestorage` command, speaking for one account.</summary>
internal sealed class CommandLine(Uri url, string token, string configuration)
{
    /// <summary>How long a command may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Starts the command and leaves it running.</summary>
    public RunningProgram Start(Action<string>? onLine, params string[] arguments) => Start(onLine, new Dictionary<string, string>(), arguments);

    /// <summary>The same, with more in its environment.</summary>
    public RunningProgram Start(Action<string>? onLine, IReadOnlyDictionary<string, string> environment, string[] arguments) =>
        RunningProgram.Start(
            Programs.Command,
            arguments,
            new Dictionary<string, string>(environment)
            {
                ["FILESTORAGE_URL"] = url.GetLeftPart(UriPartial.Authority),
                ["FILESTORAGE_TOKEN"] = token,
                ["FILESTORAGE_CONFIG"] = configuration,
            },
            onLine: onLine);

    /// <summary>Runs the command to its end, which must be success; returns what it printed.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(params string[] arguments)
    {
        var (exitCode, lines, output) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"filestorage {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return lines;
    }

    /// <summary>Runs the command to its end, whatever that is.</summary>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines, string Output)> TryAsync(params string[] arguments)
    {
        await using var running = Start(null, arguments);
        var exitCode = await running.WaitAsync(Limit);
        return (exitCode, running.Lines, running.Output);
    }
}
