using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>What a rewind did, or would do.</summary>
[GenerateSerializer, Immutable, Alias("history.rewind-report")]
public sealed record RewindReport
{
    [Id(0)] public required Guid OperationId { get; init; }

    [Id(1)] public required Guid ItemId { get; init; }

    /// <summary>The journal number it goes back to.</summary>
    [Id(2)] public required long ToNumber { get; init; }

    /// <summary>The newest journal number before it: rewinding the same item to that undoes it.</summary>
    [Id(3)] public required long FromNumber { get; init; }

    /// <summary>Whether nothing of it is left to do; of a preview false.</summary>
    [Id(4)] public required bool IsDone { get; init; }

    /// <summary>Came out of the trash.</summary>
    [Id(5)] public required int Restored { get; init; }

    /// <summary>Folders made anew, since one that was purged held something that is still there.</summary>
    [Id(6)] public required int Made { get; init; }

    /// <summary>Moved or renamed.</summary>
    [Id(7)] public required int Moved { get; init; }

    /// <summary>Went to the trash, each with all that was in it.</summary>
    [Id(8)] public required int Trashed { get; init; }

    /// <summary>Files that get a new version of old content.</summary>
    [Id(9)] public required int Contents { get; init; }

    /// <summary>Those of <see cref="Contents"/> that have it.</summary>
    [Id(10)] public int ContentsDone { get; init; }

    /// <summary>Those that somebody saved anew after the rewind began, and which stayed that way.</summary>
    [Id(11)] public int ContentsNewer { get; init; }

    /// <summary>Those whose old version was thinned out, or that went away meanwhile.</summary>
    [Id(12)] public int ContentsGone { get; init; }

    /// <summary>Items that were there and are gone for good.</summary>
    [Id(13)] public required int Lost { get; init; }

    /// <summary>Single changes, as far as they were asked for; of a rewind only what was lost.</summary>
    [Id(14)] public ImmutableArray<RewindChange> Changes { get; init; } = [];
}
