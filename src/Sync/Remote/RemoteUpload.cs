using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote;

/// <summary>A local file that is to become a new file or a new version.</summary>
public sealed record RemoteUpload
{
    /// <summary>Drawn once and stored before the first attempt, so that a repeat after a crash finds its first effect.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The file that gets a new version; null for a new file.</summary>
    public required Guid? FileId { get; init; }

    /// <summary>The etag of the version the local file was edited from, null for a new file; the server refuses (<see cref="RemoteOutcome.Stale"/>) if it is no longer the newest.</summary>
    public required string? ExpectedEtag { get; init; }

    /// <summary>Of a new file.</summary>
    public required Guid ParentId { get; init; }

    /// <summary>Of a new file, in NFC.</summary>
    public required string Name { get; init; }

    public required LocalPath Path { get; init; }

    public required LocalEntry Local { get; init; }
}
