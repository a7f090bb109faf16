using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>
/// One change of one chunk, applied wholly or not at all, fenced by the chunk's row version. What it may be: register (expected 0,
/// <see cref="After"/> set), add or remove references (<see cref="After"/> null), condemn, revive or move
/// (<see cref="After"/> set), delete (<see cref="Delete"/>).
/// </summary>
public sealed record ChunkCommit
{
    public required ChunkId Id { get; init; }

    /// <summary>The row version the writer knows, or 0 where the chunk must have no row yet. Afterwards it is one more.</summary>
    public required long ExpectedRowVersion { get; init; }

    /// <summary>
    /// The row with its new values (its row version is set by the store), or null to leave all but the row version as it is. A row
    /// in state condemned is a conflict while any reference exists that this commit does not remove.
    /// </summary>
    public ChunkRow? After { get; init; }

    /// <summary>
    /// References of this chunk. One that exists already is kept, and no error: of two leases the later end counts, and a lasting
    /// reference never becomes a lease again.
    /// </summary>
    public IReadOnlyList<ChunkReferenceRow> AddedReferences { get; init; } = [];

    /// <summary>References to remove; one that does not exist is no conflict.</summary>
    public IReadOnlyList<ChunkReferenceKey> RemovedReferences { get; init; } = [];

    /// <summary>Deletes the row; a conflict while any reference exists. <see cref="After"/> must be null.</summary>
    public bool Delete { get; init; }

    /// <summary>A location whose bytes nobody needs after this commit; goes to the garbage in the same write. Empty: none.</summary>
    public ReadOnlyMemory<byte> GarbageLocation { get; init; }

    /// <summary>Unix time in milliseconds, for the garbage row.</summary>
    public long AtUnixMilliseconds { get; init; }
}
