using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>A file or folder as it was at a moment.</summary>
[GenerateSerializer, Immutable, Alias("history.item")]
public sealed record PastItem
{
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Empty for the root.</summary>
    [Id(1)] public required Guid ParentId { get; init; }

    [Id(2)] public required string Name { get; init; }

    [Id(3)] public required EntryKind Kind { get; init; }

    [Id(4)] public long SizeBytes { get; init; }

    [Id(5)] public Guid VersionId { get; init; }

    [Id(6)] public long VersionNumber { get; init; }

    [Id(7)] public ChunkId? Sha256 { get; init; }

    /// <summary>Null where its version is gone.</summary>
    [Id(8)] public DateTimeOffset? ModifiedAt { get; init; }

    [Id(9)] public bool Executable { get; init; }

    /// <summary>Purged since, or its version was thinned out: it cannot be had back.</summary>
    [Id(10)] public bool IsGone { get; init; }

    /// <summary>Names from the root down to it, where the call asked for one item.</summary>
    [Id(11)] public ImmutableArray<string> Path { get; init; } = [];
}
