using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>An upload that comes in order, as it stands.</summary>
[GenerateSerializer, Immutable, Alias("upload.append-state")]
public sealed record AppendState
{
    [Id(0)] public required AppendDeclaration Declaration { get; init; }

    /// <summary>What has come, and is durable.</summary>
    [Id(1)] public required long OffsetBytes { get; init; }

    /// <summary>Of the whole; null where that is not known yet.</summary>
    [Id(2)] public required long? LengthBytes { get; init; }

    /// <summary>Whether all of it has come.</summary>
    [Id(3)] public required bool IsWhole { get; init; }

    /// <summary>The file that it has become; null where it has not.</summary>
    [Id(4)] public required Guid? ItemId { get; init; }

    /// <summary>When it is forgotten, unless something comes.</summary>
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when its bytes are held.</summary>
    [Id(6)] public required DateTimeOffset LeasedUntil { get; init; }

    /// <summary>The last chunk that has come; null where none has.</summary>
    [Id(7)] public required ChunkId? LastChunk { get; init; }

    [Id(8)] public required int LastChunkBytes { get; init; }

    /// <summary>Whether it has been joined with others: it is over without being a file.</summary>
    [Id(9)] public bool IsJoined { get; init; }
}
