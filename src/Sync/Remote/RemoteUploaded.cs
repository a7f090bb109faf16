using FileStorage.Core.Chunks;

namespace FileStorage.Sync.Remote;

/// <summary>How one upload ended, with the SHA-256 of what was sent where it was computed.</summary>
public sealed record RemoteUploaded(RemoteUpload Upload, RemoteOutcome Outcome, ChunkId? Sha256);
