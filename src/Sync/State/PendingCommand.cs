using System.Collections.Immutable;
using FileStorage.Sync.Planning;

namespace FileStorage.Sync.State;

/// <summary>
/// A command whose outcome is not known: stored before its first attempt and until its outcome is, so that repeating it finds the first effect.
/// </summary>
public sealed record PendingCommand
{
    public required Subject Subject { get; init; }

    public required Guid OperationId { get; init; }

    public required CommandKind Kind { get; init; }

    /// <summary>Of an upload: the file that gets a new version; empty for a new file.</summary>
    public Guid FileId { get; init; }

    public string? ExpectedEtag { get; init; }

    /// <summary>The folder to make or move into.</summary>
    public Guid ParentId { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Of an upload: the contents that were sent under this operation id; one of them may have arrived.</summary>
    public ImmutableArray<ContentMark> Contents { get; init; } = [];
}
