using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Turns a chunk's commit into the one write that carries it out.</summary>
internal static class ChunkWrite
{
    /// <exception cref="ArgumentException">The parts of the commit contradict each other.</exception>
    public static MetadataWrite Of(ChunkCommit commit)
    {
        Check(commit);
        var write = new MetadataWrite(2 + commit.AddedReferences.Count + commit.RemovedReferences.Count);

        // What a drive writes about the chunk next comes after this.
        if (commit.AddedReferences is [var first, ..])
        {
            _ = write.In(first.OwnerId, WriteStage.Chunks);
        }

        // References go first where the row may only change once none is left, else the fence comes first.
        var fenceLast = commit.Delete || commit.After is { State: ChunkState.Condemned };
        if (!fenceLast)
        {
            _ = write.Add(Fence(commit));
        }

        foreach (var key in commit.RemovedReferences)
        {
            _ = write.Add(ChunkSql.Remove(commit.Id, key));
        }

        foreach (var reference in commit.AddedReferences)
        {
            _ = write.Add(ChunkSql.Add(reference));
        }

        if (fenceLast)
        {
            _ = write.Add(Fence(commit));
        }

        return commit.GarbageLocation.IsEmpty
            ? write
            : write.Add(ChunkSql.AddGarbage(commit.GarbageLocation, commit.AtUnixMilliseconds));
    }

    private static SqlStatement Fence(ChunkCommit commit) => commit switch
    {
        { Delete: true } => ChunkSql.Delete(commit.Id, commit.ExpectedRowVersion),
        { After: null } => ChunkSql.Bump(commit.Id, commit.ExpectedRowVersion),
        { ExpectedRowVersion: 0 } => ChunkSql.Insert(commit.After),
        _ => ChunkSql.Replace(commit.After, commit.ExpectedRowVersion),
    };

    private static void Check(ChunkCommit commit)
    {
        var problem = commit switch
        {
            { ExpectedRowVersion: < 0 } => "A row version is never negative.",
            { ExpectedRowVersion: 0, After: null } => "A chunk without a row must get one.",
            { Delete: true, After: not null } => "A chunk is deleted or given a new row, not both.",
            { After: { } after } when after.Id != commit.Id => "The row is that of another chunk.",
            { Delete: true, AddedReferences.Count: > 0 } => "A chunk that is referred to cannot be deleted.",
            { After.State: ChunkState.Condemned, AddedReferences.Count: > 0 } => "A chunk that is referred to cannot be condemned.",
            _ when commit.AddedReferences.Any(reference => reference.ChunkId != commit.Id) => "A reference is that of another chunk.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(commit));
        }
    }
}
