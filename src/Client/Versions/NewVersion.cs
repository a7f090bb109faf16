namespace FileStorage.Client.Versions;

/// <summary>What a local file is to become on the server: a new file in a folder, or the next version of a file.</summary>
public sealed record NewVersion
{
    /// <summary>Drawn once and kept across attempts: the server does a thing once for each.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The file that gets a new version; null for a new file.</summary>
    public Guid? FileId { get; init; }

    /// <summary>Of a new file.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Of a new file.</summary>
    public string? Name { get; init; }

    /// <summary>The etag that the file must have; null for a new file, whose name must be free.</summary>
    public string? ExpectedEtag { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }
}
