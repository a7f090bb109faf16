namespace FileStorage.Cli.Settings;

/// <summary>What the command line says about the connection; null where it says nothing.</summary>
internal sealed record Flags
{
    public string? Url { get; init; }

    public string? Token { get; init; }

    public string? Http { get; init; }
}
