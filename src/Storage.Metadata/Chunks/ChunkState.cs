namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Stored, with 2 added where the bytes are damaged; numbers never change their meaning. A deleted chunk has no row.</summary>
public enum ChunkState
{
    Live = 0,

    /// <summary>Without a reference since its condemned time; its bytes stay until the grace period is over.</summary>
    Condemned = 1,
}
