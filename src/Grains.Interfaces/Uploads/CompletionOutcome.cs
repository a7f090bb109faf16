using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>What completing an upload can lead to.</summary>
[GenerateSerializer, Immutable, Alias("upload.completion-outcome")]
public abstract record CompletionOutcome
{
    private CompletionOutcome()
    {
    }

    /// <summary>The commit was tried, now or by an earlier completion.</summary>
    [GenerateSerializer, Immutable, Alias("upload.ended")]
    public sealed record Ended([property: Id(0)] CommitOutcome Outcome) : CompletionOutcome;

    /// <summary>Not all chunks have arrived; at most 1,000 are named.</summary>
    [GenerateSerializer, Immutable, Alias("upload.incomplete")]
    public sealed record Incomplete([property: Id(0)] ImmutableArray<ChunkId> Missing) : CompletionOutcome;

    /// <summary>There is no such upload, or it was cancelled, or it has expired.</summary>
    [GenerateSerializer, Immutable, Alias("upload.unknown")]
    public sealed record Unknown : CompletionOutcome;
}
