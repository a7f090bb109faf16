using FileStorage.Core.Chunks;

namespace FileStorage.Client.Transfers;

/// <summary>A file that is where it should be.</summary>
public sealed record TransferredFile
{
    public required string LocalPath { get; init; }

    public required string RemotePath { get; init; }

    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, where it was computed on the way.</summary>
    public ChunkId? Sha256 { get; init; }

    /// <summary>Whether it was there already, so that nothing was moved.</summary>
    public bool Unchanged { get; init; }
}
