namespace FileStorage.Cli.Importing;

/// <summary>What became of one file of a source, as a line of <c>--json</c>.</summary>
internal sealed record ImportLine
{
    /// <summary>On the server.</summary>
    public required string Path { get; init; }

    /// <summary>imported, updated, unchanged, differs, left-out or failed.</summary>
    public required string Outcome { get; init; }

    public long? Size { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Whether the source itself told a hash, which was compared.</summary>
    public string? Checksum { get; init; }

    public string? Reason { get; init; }
}
