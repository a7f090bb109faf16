namespace FileStorage.Bench.Load.Devices;

/// <summary>How many devices listen, and what changes meanwhile.</summary>
internal sealed record DevicesOptions
{
    public const string Usage = """
        usage: Load devices --server PROGRAM [--devices 1000] [--of-each 3] [--settle 60] [--changes 300] [--rate 5] [--size 10240] [--seed 1]
                            [--setting NAME=VALUE]... [--json]

        Starts PROGRAM on a folder with accounts that have --of-each devices each, connects them with a WebSocket each, waits --settle seconds, and
        tells what the server's resident memory grew by for each. Then --changes files are put into drives by chance, --rate a second, and it is
        measured how long after the sending of a PUT every device of its drive is told. Both programs need a file for each device (ulimit -n).
        """;

    public string Server { get; init; } = "";

    public int Devices { get; init; } = 1_000;

    public int OfEach { get; init; } = 3;

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(60);

    public int Changes { get; init; } = 300;

    public double Rate { get; init; } = 5;

    public int SizeBytes { get; init; } = 10_240;

    public int Seed { get; init; } = 1;

    public IReadOnlyList<string> Settings { get; init; } = [];

    public bool Json { get; init; }

    /// <exception cref="FormatException">An argument is unknown or its value cannot be.</exception>
    public static DevicesOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DevicesOptions();
        var list = new ArgumentList(arguments);
        while (list.MoveNext())
        {
            options = list.Name switch
            {
                "--server" => options with { Server = list.Value() },
                "--devices" => options with { Devices = Math.Max(1, list.Number()) },
                "--of-each" => options with { OfEach = Math.Max(1, list.Number()) },
                "--settle" => options with { Settle = TimeSpan.FromSeconds(list.Real()) },
                "--changes" => options with { Changes = list.Number() },
                "--rate" => options with { Rate = list.Real() },
                "--size" => options with { SizeBytes = Math.Max(FileBody.StampBytes, list.Number()) },
                "--seed" => options with { Seed = list.Number() },
                "--setting" => options with { Settings = [.. options.Settings, "--" + list.Value()] },
                "--json" => options with { Json = true },
                _ => throw list.Unknown(),
            };
        }

        return options.Server.Length > 0 ? options : throw new FormatException("devices need a --server");
    }
}
