using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>A small file in memory that is to be stored.</summary>
/// <param name="Version">What it is to become.</param>
/// <param name="Content">All of its bytes, at most 4 MiB.</param>
/// <param name="Sha256">Their hash.</param>
public sealed record SmallVersion(NewVersion Version, ReadOnlyMemory<byte> Content, ChunkId Sha256);
