namespace FileStorage.Cli.Terminal;

/// <summary>A file that was put or got, as one line of <c>--json</c>.</summary>
internal sealed record TransferLine
{
    /// <summary>On the server.</summary>
    public required string Path { get; init; }

    public required string Local { get; init; }

    public required long Size { get; init; }

    /// <summary>Hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>It was there already; nothing was moved.</summary>
    public required bool Unchanged { get; init; }
}
