namespace FileStorage.Cli.Terminal;

/// <summary>What failed, as one line of <c>--json</c> on standard error.</summary>
internal sealed record ErrorLine
{
    public string? Path { get; init; }

    public required string Error { get; init; }

    /// <summary>The type of the server's problem, if it was the server that refused.</summary>
    public string? Type { get; init; }
}
