namespace FileStorage.Storage.Chunks.Disk;

/// <summary>What is remembered of a pack. Members change under <see cref="Lock"/> only.</summary>
internal sealed class Pack(ulong number, long allocatedBytes)
{
    public Lock Lock { get; } = new();

    public ulong Number { get; } = number;

    public long AllocatedBytes { get; set; } = allocatedBytes;

    /// <summary>A lane appends to it.</summary>
    public bool IsOpen { get; set; }

    /// <summary>For an open pack: how far it is durable. Nothing beyond has a location that anybody knows.</summary>
    public long DurableBytes { get; set; }

    /// <summary>Records that are not deleted; null as long as nobody has looked.</summary>
    public int? LiveRecords { get; set; }

    /// <summary>The file is gone.</summary>
    public bool IsGone { get; set; }
}
