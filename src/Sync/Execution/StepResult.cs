using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;

namespace FileStorage.Sync.Execution;

/// <summary>How a step ended: with one of the outcomes, or with the failure that nothing is known after.</summary>
internal sealed record StepResult
{
    public required Operation Step { get; init; }

    /// <summary>On the engine's count of events.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Of a remote command: it was attempted before, so the answer may be an old one.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Of an upload.</summary>
    public PendingCommand? Command { get; init; }

    /// <summary>The entry the step was about, as the server had told it when the step began.</summary>
    public RemoteEntry? Told { get; init; }

    /// <summary>The local file or folder as it was when the step began.</summary>
    public LocalEntry? Here { get; init; }

    public LocalOutcome? Local { get; init; }

    public RemoteOutcome? Remote { get; init; }

    /// <summary>Of a content that was read or written.</summary>
    public ChunkId? Sha256 { get; init; }

    /// <summary>The version to download is not there any more.</summary>
    public bool IsVersionGone { get; init; }

    /// <summary>The two edits do not merge.</summary>
    public bool IsContradiction { get; init; }

    /// <summary>Of a folder that is to be trashed: its etag, before the news that must tell of everything in it.</summary>
    public string? FolderEtag { get; init; }

    public Exception? Failure { get; init; }
}
