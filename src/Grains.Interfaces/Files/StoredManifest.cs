using System.Collections.Immutable;
using FileStorage.Core.Chunks;

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

    /// <summary>The binary form of a <see cref="Manifest"/>: of the content's chunks, or of those that hold the manifest.</summary>
    [Id(1)] public required ImmutableArray<byte> Body { get; init; }

    /// <summary>Bytes of the content.</summary>
    [Id(2)] public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the whole content, where the server has computed it.</summary>
    [Id(3)] public required ChunkId? Sha256 { get; init; }

    /// <summary>Up to how many chunks a manifest is kept whole.</summary>
    public const int MaxDirectChunks = 128;

    /// <summary>How many chunks the content has, those of an indirect manifest not counted.</summary>
    public int ChunkCount =>
        (int)(IsIndirect ? Manifest.Parse(Body.AsSpan()).TotalBytes / Manifest.BytesPerChunk : Body.Length / Manifest.BytesPerChunk);
}
