using FileStorage.Core.Chunks;

namespace FileStorage.Api.Files;

/// <summary>What is known of a body before it is read, and how much of it may come.</summary>
internal sealed record BodyTerms
{
    /// <summary>Null where the body says no length.</summary>
    public required long? ContentLength { get; init; }

    /// <summary>What the account has left.</summary>
    public required QuotaRoom Room { get; init; }

    /// <summary>What the content must hash to, where the request says so.</summary>
    public ChunkId? Sha256 { get; init; }

    /// <summary>The same by another hash.</summary>
    public ContentChecksum? Checksum { get; init; }
}
