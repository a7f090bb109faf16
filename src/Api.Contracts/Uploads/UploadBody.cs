using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Uploads;

/// <summary>A resumable upload as it stands.</summary>
public sealed record UploadBody
{
    public required Guid Id { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it was completed.</summary>
    public required bool Completed { get; init; }

    /// <summary>Every chunk that is still to be sent, once each, in the order of the file.</summary>
    public required IReadOnlyList<ChunkId> Missing { get; init; }
}
