namespace FileStorage.Cli.Importing;

/// <summary>A file or folder of a source, as its listing tells it.</summary>
internal sealed record SourceItem
{
    /// <summary>From the source's root, starting with a slash.</summary>
    public required string Path { get; init; }

    public required bool IsFolder { get; init; }

    /// <summary>By what the source finds it again.</summary>
    public required string Address { get; init; }

    public long SizeBytes { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>What changes with the content, where the source has such a thing.</summary>
    public string? Etag { get; init; }

    public SourceChecksum? Checksum { get; init; }

    public bool Executable { get; init; }

    /// <summary>What the state of an import remembers of the content.</summary>
    public string Identity => $"{SizeBytes}|{ModifiedAt?.ToUnixTimeMilliseconds()}|{Etag}|{Checksum}";
}
