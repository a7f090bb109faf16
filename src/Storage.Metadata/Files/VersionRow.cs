using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Files;

/// <summary>One version of a file. Times are Unix time in milliseconds.</summary>
public sealed record VersionRow
{
    public required Guid FileId { get; init; }

    /// <summary>From 1, without gaps when appended; with the file the key of the row.</summary>
    public required long Number { get; init; }

    public required Guid Id { get; init; }

    public required Guid DriveId { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>The chunk list: inline, or the chunks the list itself is stored in. The first byte says which; the store only keeps it.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    /// <summary>Chunks of the content, not counting those of an indirect manifest.</summary>
    public int ChunkCount { get; init; }

    /// <summary>The content hash as the file tells it. Takes up one byte where the manifest contains it near its start.</summary>
    public ChunkId? ContentHash { get; init; }

    /// <summary>Which way of cutting made the chunks; 0 is unknown.</summary>
    public int Chunker { get; init; }

    public Guid? AuthorDeviceId { get; init; }

    public Guid? AuthorUserId { get; init; }

    /// <summary>The version vector in its compact form; the store only keeps it.</summary>
    public ReadOnlyMemory<byte> Vector { get; init; }

    public long ModifiedUnixMilliseconds { get; init; }

    public bool Executable { get; init; }

    /// <summary>When the server took it.</summary>
    public required long CreatedUnixMilliseconds { get; init; }

    public VersionState State { get; init; }
}
