using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>
/// A version's chunk list in the form it is kept in: short ones whole; a long one as the list of chunks that hold it, so that
/// a file of 50 GB does not carry megabytes through every call.
/// </summary>
[GenerateSerializer, Immutable, Alias("file.stored-manifest")]
public sealed record StoredManifest
{
    /// <summary>Whether <see cref="Body"/> lists the chunks in which the manifest itself is stored.</summary>
    [Id(0)] public required bool IsIndirect { get; init; }

    /// <summary>36 bytes a chunk: its id, then its length big-endian.</summary>
    [Id(1)] public required ImmutableArray<byte> Body { get; init; }

    /// <summary>Chunks of the content, not counting those of an indirect manifest.</summary>
    [Id(2)] public required int ChunkCount { get; init; }

    /// <summary>Bytes of the content.</summary>
    [Id(3)] public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the content where the server has computed it (files of one chunk or none), else of the manifest's binary form.</summary>
    [Id(4)] public required ImmutableArray<byte> ContentHash { get; init; }
}
