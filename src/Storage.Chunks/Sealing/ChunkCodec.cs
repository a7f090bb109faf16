namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>How the plain bytes of a chunk are written down before they are encrypted. Numbers are stored: never reuse one.</summary>
internal enum ChunkCodec : byte
{
    /// <summary>As they are.</summary>
    Stored = 0,

    /// <summary>Brotli (RFC 7932), one whole stream.</summary>
    Brotli = 1,
}
