namespace FileStorage.Cli.Importing;

/// <summary>A file that was imported: a line of the state.</summary>
internal sealed record ImportRecord
{
    /// <summary>In the source.</summary>
    public required string Path { get; init; }

    /// <summary>What the source said of it then.</summary>
    public required string Source { get; init; }

    /// <summary>The version that it became.</summary>
    public required Guid VersionId { get; init; }

    public string? Sha256 { get; init; }
}
