namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>When a reference may be taken on a chunk that is already stored.</summary>
public enum HoldMode
{
    /// <summary>The gateway has the chunk's bytes in hand, so it learns nothing: any stored chunk will do.</summary>
    WithBytes,

    /// <summary>
    /// Only a hash was shown: the chunk counts as stored only where <see cref="ChunkReference.KnownTo"/> already refers to it. A hash never buys
    /// content, and nobody learns what others store (design invariant 7).
    /// </summary>
    OwnedOnly,
}
