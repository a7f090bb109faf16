namespace FileStorage.Storage.Chunks.Disk;

/// <summary>A pack found in the folder.</summary>
/// <param name="Number">Its number, which is its name.</param>
/// <param name="AllocatedBytes">What it takes up on the disk, holes not counted where the system tells.</param>
internal readonly record struct PackInfo(ulong Number, long AllocatedBytes);
