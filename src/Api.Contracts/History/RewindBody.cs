namespace FileStorage.Api.Contracts.History;

/// <summary>What a rewind did, or would do.</summary>
public sealed record RewindBody
{
    /// <summary>"preview", "running" or "done".</summary>
    public required string State { get; init; }

    /// <summary>The key under which it runs; absent in a preview.</summary>
    public Guid? OperationId { get; init; }

    public required Guid ItemId { get; init; }

    /// <summary>The number of the change it goes back to.</summary>
    public required long ToNumber { get; init; }

    /// <summary>The newest change before it: rewinding the same item to this number undoes it.</summary>
    public required long UndoNumber { get; init; }

    /// <summary>Items that came out of the trash.</summary>
    public required int Restored { get; init; }

    /// <summary>Folders that were made anew, since one that was purged held something that is still there.</summary>
    public required int Made { get; init; }

    public required int Moved { get; init; }

    /// <summary>Items that went to the trash, each with all that was in it.</summary>
    public required int Trashed { get; init; }

    /// <summary>Files that get a new version of their old content.</summary>
    public required int Contents { get; init; }

    /// <summary>How many of these have it.</summary>
    public required int ContentsDone { get; init; }

    /// <summary>How many somebody has saved anew since the rewind began; they stay that way.</summary>
    public required int ContentsNewer { get; init; }

    /// <summary>Of how many the old version was thinned out, or which went away meanwhile.</summary>
    public required int ContentsGone { get; init; }

    /// <summary>Items that were there and are gone for good.</summary>
    public required int Lost { get; init; }

    /// <summary>In a preview single changes, as many as were asked for; else the first hundred that were lost.</summary>
    public required IReadOnlyList<RewindChangeBody> Changes { get; init; }
}
