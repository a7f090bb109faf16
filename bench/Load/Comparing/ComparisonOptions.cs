namespace FileStorage.Bench.Load.Comparing;

/// <summary>The two sides of a comparison.</summary>
internal sealed record ComparisonOptions
{
    public const string Usage = """
        usage: Load compare --a "ARGUMENTS" --b "ARGUMENTS" [--both "ARGUMENTS"] [--rounds 3] [--load-a LOAD] [--load-b LOAD]

        Runs two sides in turn, A B A B, and prints the median of each figure, and B by A. A side is --both and its own arguments, as of any other use
        of this program: another server (--server PROGRAM), other settings (--setting Search:Indexing=false), another mix. Where another build of the
        grains is called directly, its own load generator is named by --load-a or --load-b.
        """;

    public IReadOnlyList<string> Both { get; init; } = [];

    public IReadOnlyList<string> A { get; init; } = [];

    public IReadOnlyList<string> B { get; init; } = [];

    public int Rounds { get; init; } = 3;

    public string LoadA { get; init; } = Environment.ProcessPath!;

    public string LoadB { get; init; } = Environment.ProcessPath!;

    /// <exception cref="FormatException">An argument is unknown or its value cannot be.</exception>
    public static ComparisonOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ComparisonOptions();
        var list = new ArgumentList(arguments);
        while (list.MoveNext())
        {
            options = list.Name switch
            {
                "--both" => options with { Both = list.Words() },
                "--a" => options with { A = list.Words() },
                "--b" => options with { B = list.Words() },
                "--rounds" => options with { Rounds = Math.Max(1, list.Number()) },
                "--load-a" => options with { LoadA = list.Value() },
                "--load-b" => options with { LoadB = list.Value() },
                _ => throw list.Unknown(),
            };
        }

        return options;
    }
}
