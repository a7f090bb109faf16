namespace FileStorage.Core.Chunks;

/// <summary>The part of one chunk that a byte range of the file needs.</summary>
/// <param name="Index">Which chunk of the manifest.</param>
/// <param name="Chunk">That chunk.</param>
/// <param name="Skip">Bytes of the chunk before the wanted part.</param>
/// <param name="Take">Wanted bytes, at least 1.</param>
public readonly record struct ManifestSlice(int Index, ManifestChunk Chunk, int Skip, int Take);
