using System.Text.RegularExpressions;

namespace FileStorage.Tests.Architecture;

/// <summary>Calls that break a rule of the design wherever they stand.</summary>
public sealed class BannedCallTests
{
    private static readonly string[] Everywhere = ["src"];

    /// <summary>What runs under the simulation, where a seed must replay exactly.</summary>
    private static readonly string[] Deterministic =
    [
        "src/Core", "src/Grains", "src/Grains.Interfaces", "src/Sync/Trees", "src/Sync/State", "src/Sync/Planning", "src/Sync/Execution", "src/Sync/Engine",
    ];

    private static readonly BannedCall[] BannedCalls =
    [
        new(@"\bThread\.Sleep\(", "blocks a thread; await a delay of the TimeProvider", Everywhere),
        new(@"\bTask\.Run\(", "leaves the turn of the grain", ["src/Grains"]),
        new(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b", "time comes from TimeProvider only, so that tests and the simulation own it", Everywhere),
        // Ids of version 7 take their time from the injected clock; their random bits name things and steer nothing.
        new(@"\bGuid\.(NewGuid\(|CreateVersion7\(\))", "an id that is not given comes from the injected clock", Deterministic),
        new(@"\bRandom\.Shared\b|\bnew Random\(", "randomness is injected, so that a seed replays exactly", Deterministic),
        new(@"\bStopwatch\b|\bEnvironment\.TickCount", "time comes from TimeProvider only", Deterministic),
        new(@"\bTask\.Delay\((?!.*(clock|timeProvider|_time|time\b))", "a delay without the TimeProvider is real time", Deterministic),
        new(@"\.ConfigureAwait\(", "hosts have no context, and grains must keep theirs", ["src"]),
        new(@"\.GetAwaiter\(\)\.GetResult\(\)", "blocks a thread on a task", ["src/Grains", "src/Api", "src/Client", "src/Storage.Metadata"]),
        new(
            @"\basync void\b",
            "its exception ends the process",
            Everywhere,
            // Both catch everything and hand it on; nobody could await them.
            "src/Orleans.Embedded/Activations/TaskObservation.cs",
            "src/Orleans.Embedded/Streams/Subscription.cs"),
        new(@"\bConsole\.", "only programs speak to the console", ["src/Core", "src/Grains", "src/Api", "src/Client", "src/Storage.Chunks", "src/Storage.Metadata"]),
        new(@"\b(TODO|FIXME|HACK|XXX)\b", "unfinished work is an issue, not a comment", ["src", "tests", "bench"], "tests/Architecture/BannedCallTests.cs"),
        new(@"^\s*#region\b", "a file that needs regions needs to be two files", ["src", "tests", "bench"]),
        new(@"\bHttpClient\(\)", "the handler's limits and timeouts must be chosen", ["src"]),
    ];

    [Fact]
    public void No_banned_call_stands_in_the_source()
    {
        var found = BannedCalls.SelectMany(banned => banned.Folders
            .SelectMany(folder => Repository.Files(folder, ".cs"))
            .Where(file => !banned.AllowedFiles.Contains(file))
            .SelectMany(file => Repository.Lines(file)
                .Select((line, index) => (line, index))
                .Where(numbered => Regex.IsMatch(numbered.line, banned.Pattern) && !numbered.line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Select(numbered => $"{file}:{numbered.index + 1}: {numbered.line.Trim()} ({banned.Reason})")));

        Findings.AssertNone(found);
    }

    [Fact]
    public void No_test_is_skipped_and_none_waits_by_sleeping()
    {
        BannedCall[] banned =
        [
            new(@"\bSkip\s*=", "a skipped test tests nothing", ["tests"]),
            new(@"\bThread\.Sleep\(", "wait for a condition", ["tests"]),
        ];

        var found = banned.SelectMany(one => Repository.Files("tests", ".cs")
            .Where(file => !file.EndsWith("/BannedCallTests.cs", StringComparison.Ordinal))
            .SelectMany(file => Repository.Lines(file).Where(line => Regex.IsMatch(line, one.Pattern)).Select(line => $"{file}: {line.Trim()} ({one.Reason})")));

        Findings.AssertNone(found);
    }
}
