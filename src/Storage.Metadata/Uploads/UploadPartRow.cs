namespace FileStorage.Storage.Metadata.Uploads;

/// <summary>A piece of a file that has come and is no version yet: chunks in the order of the content.</summary>
public sealed record UploadPartRow
{
    /// <summary>The key of the upload's grain.</summary>
    public required Guid UploadId { get; init; }

    /// <summary>By which the parts are put in order; with the upload and the name the key of the row.</summary>
    public required long Ordinal { get; init; }

    /// <summary>As the client calls it; empty where it calls parts nothing.</summary>
    public required string Name { get; init; }

    public required Guid PartId { get; init; }

    /// <summary>Where in the file it begins, where that is known.</summary>
    public required long? OffsetBytes { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>The chunk list, or the chunks in which the list itself is stored; the store only keeps it.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    public required bool IsIndirect { get; init; }

    public required long AtUnixMilliseconds { get; init; }
}
