namespace FileStorage.Api.Archives;

/// <summary>One entry of a zip.</summary>
internal sealed record ZipEntry
{
    /// <summary>Names between slashes; of a folder, a slash at the end.</summary>
    public required string Path { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>Bytes of the content; it must have exactly these.</summary>
    public long SizeBytes { get; init; }

    public bool IsFolder => Path.EndsWith('/');
}
