namespace FileStorage.Storage.Chunks.Keys;

/// <summary>A 32-byte key under the master key: nonce (12), ciphertext (32) and tag (16) of AES-256-GCM, in base64.</summary>
internal sealed record WrappedKey
{
    public required string Nonce { get; init; }

    public required string Key { get; init; }

    public required string Tag { get; init; }
}
