using System.Globalization;

namespace FileStorage.Bench.Load;

/// <summary>What to send, to whom, and how much of it.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        usage: Load [--mode put|batch|get|mixed] [--files 20000] [--size 10240] [--in-flight 64] [--per-request 100]
                    [--http 1|2] [--url http://127.0.0.1:8080] [--email load@example.org] [--password ...]
                    [--load-url http://127.0.0.1:8081] [--server-pid PID] [--warm-up 2000] [--drives 1] [--in-process] [--json]

        put    one PUT a file              batch  many files a request (POST /batch)
        get    one GET a file, compared    mixed  one PUT, then one GET of a file that is there, in turn
        --load-url is where the load goes if not to --url: without TLS the server speaks HTTP/2 on a port of its own (Gateway:Http2Port).
        --drives spreads put and batch over so many accounts.
        --in-process hosts the server in this process, on an empty data folder, and counts the bytes it allocates.
        """;

    public LoadMode Mode { get; init; } = LoadMode.Put;

    public int Files { get; init; } = 20_000;

    public int SizeBytes { get; init; } = 10_240;

    public int InFlight { get; init; } = 64;

    public int FilesPerRequest { get; init; } = 100;

    public int HttpVersion { get; init; } = 1;

    public Uri Url { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>Where the load goes, if elsewhere than the account's requests.</summary>
    public Uri? LoadUrl { get; init; }

    public string Email { get; init; } = "load@example.org";

    public string Password { get; init; } = "load generator 1";

    public int? ServerPid { get; init; }

    public int WarmUpFiles { get; init; } = 2_000;

    /// <summary>Accounts, each with a drive, that the requests are spread over.</summary>
    public int Drives { get; init; } = 1;

    public bool InProcess { get; init; }

    public bool Json { get; init; }

    /// <exception cref="FormatException">An argument is unknown or its value cannot be.</exception>
    public static LoadOptions Parse(string[] arguments)
    {
        var options = new LoadOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            var name = arguments[index];
            string Value() => ++index < arguments.Length ? arguments[index] : throw new FormatException($"{name} needs a value");
            int Number() => int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);

            options = name switch
            {
                "--mode" => options with { Mode = Enum.Parse<LoadMode>(Value(), ignoreCase: true) },
                "--files" => options with { Files = Number() },
                "--size" => options with { SizeBytes = Math.Max(FileBody.StampBytes, Number()) },
                "--in-flight" => options with { InFlight = Number() },
                "--per-request" => options with { FilesPerRequest = Number() },
                "--http" => options with { HttpVersion = Number() },
                "--url" => options with { Url = new Uri(Value()) },
                "--load-url" => options with { LoadUrl = new Uri(Value()) },
                "--email" => options with { Email = Value() },
                "--password" => options with { Password = Value() },
                "--server-pid" => options with { ServerPid = Number() },
                "--warm-up" => options with { WarmUpFiles = Number() },
                "--drives" => options with { Drives = Math.Max(1, Number()) },
                "--in-process" => options with { InProcess = true },
                "--json" => options with { Json = true },
                _ => throw new FormatException($"unknown argument {name}"),
            };
        }

        return options is { Drives: > 1, Mode: LoadMode.Get or LoadMode.Mixed }
            ? throw new FormatException("what is got has to be in the drive that it was put into: --drives is for put and batch")
            : options;
    }
}
