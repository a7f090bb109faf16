namespace FileStorage.Bench.Load.Open;

/// <summary>What a load consists of.</summary>
internal enum Mix
{
    /// <summary>New small files, spread over the drives.</summary>
    Small,

    /// <summary>New large files, spread over the drives.</summary>
    Large,

    /// <summary>60 % small files, 35 % reads, 5 % large files.</summary>
    Mixed,

    /// <summary>Small files, all into one drive.</summary>
    HotDrive,

    /// <summary>Small files with one content: every commit refers to one chunk.</summary>
    HotChunk,

    /// <summary>Small files, and devices that listen to all drives.</summary>
    Devices,
}
