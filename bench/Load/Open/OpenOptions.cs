namespace FileStorage.Bench.Load.Open;

/// <summary>What arrives, how often, and where.</summary>
internal sealed record OpenOptions
{
    public const string Usage = """
        usage: Load open [--mix small|large|mixed|hot-drive|hot-chunk|devices] [--rate 200] [--seconds 20] [--warm-up 5] [--outstanding 128]
                         [--patience 10] [--drives 16] [--devices 200] [--size 10240] [--large-size 8388608] [--seed 1]
                         [--direct | --server PROGRAM | --url http://127.0.0.1:8080 [--server-pid PID]] [--setting NAME=VALUE]... [--json]

        Requests arrive at random moments (Poisson), --rate a second on average, whatever the answers take; at most --outstanding wait for an answer
        at once. Latency counts from the moment of arrival. What would be sent more than --patience seconds late is not sent, and counted as dropped.
        --direct calls the grains of a silo in this process, without HTTP and without chunk bytes; a large file has 64 chunks there.
        --server starts this program on an empty folder, with each --setting; so does --direct. --url takes a server that runs.
        """;

    public Mix Mix { get; init; } = Mix.Small;

    public double Rate { get; init; } = 200;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public int Outstanding { get; init; } = 128;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public int Drives { get; init; } = 16;

    public int Devices { get; init; } = 200;

    public int SizeBytes { get; init; } = 10_240;

    public int LargeBytes { get; init; } = 8 << 20;

    public int Seed { get; init; } = 1;

    public bool Direct { get; init; }

    public string? Server { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];

    public Uri Url { get; init; } = new("http://127.0.0.1:8080");

    public int? ServerPid { get; init; }

    public bool Json { get; init; }

    /// <exception cref="FormatException">An argument is unknown or its value cannot be.</exception>
    public static OpenOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new OpenOptions();
        var list = new ArgumentList(arguments);
        while (list.MoveNext())
        {
            options = list.Name switch
            {
                "--mix" => options with { Mix = list.Choice<Mix>() },
                "--rate" => options with { Rate = list.Real() },
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(list.Real()) },
                "--warm-up" => options with { WarmUp = TimeSpan.FromSeconds(list.Real()) },
                "--outstanding" => options with { Outstanding = Math.Max(1, list.Number()) },
                "--patience" => options with { Patience = TimeSpan.FromSeconds(list.Real()) },
                "--drives" => options with { Drives = Math.Max(1, list.Number()) },
                "--devices" => options with { Devices = Math.Max(1, list.Number()) },
                "--size" => options with { SizeBytes = Math.Max(FileBody.StampBytes, list.Number()) },
                "--large-size" => options with { LargeBytes = Math.Max(FileBody.StampBytes, list.Number()) },
                "--seed" => options with { Seed = list.Number() },
                "--direct" => options with { Direct = true },
                "--server" => options with { Server = list.Value() },
                "--setting" => options with { Settings = [.. options.Settings, "--" + list.Value()] },
                "--url" => options with { Url = new Uri(list.Value()) },
                "--server-pid" => options with { ServerPid = list.Number() },
                "--json" => options with { Json = true },
                _ => throw list.Unknown(),
            };
        }

        return options is { Rate: > 0, Direct: false } or { Rate: > 0, Server: null }
            ? options
            : throw new FormatException("--rate is above 0, and either --direct or --server");
    }
}
