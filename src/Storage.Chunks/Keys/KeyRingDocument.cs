namespace FileStorage.Storage.Chunks.Keys;

/// <summary>What keys/ring.json holds; see docs/storage-format.md.</summary>
internal sealed record KeyRingDocument
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary><see cref="MasterKey.Fingerprint"/> of the master key that opens this ring.</summary>
    public required string MasterKey { get; init; }

    /// <summary>Key of the HMAC that makes <see cref="ChunkName"/>s. Never changes.</summary>
    public required WrappedKey NamingKey { get; init; }

    /// <summary>Key-encryption keys, oldest first; the last one seals new chunks.</summary>
    public required KeyGeneration[] Generations { get; init; }
}
