namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>What a sweep found or did.</summary>
public enum ChunkSweep
{
    /// <summary>Nothing to do.</summary>
    Kept,

    /// <summary>References were settled; the chunk stays.</summary>
    Settled,

    /// <summary>No reference is left; the grace period has begun or is running.</summary>
    Condemned,

    /// <summary>Gone from the rows; its bytes are garbage for the chunk store to reclaim.</summary>
    Deleted,
}
