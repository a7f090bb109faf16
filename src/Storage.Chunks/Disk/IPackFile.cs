namespace FileStorage.Storage.Chunks.Disk;

/// <summary>One open pack. The seam at which tests make a disk fail.</summary>
internal interface IPackFile : IDisposable
{
    /// <summary>Current length in bytes.</summary>
    long Length { get; }

    /// <summary>Writes all buffers one after the other from <paramref name="offset"/> on.</summary>
    /// <exception cref="StorageFullException">The disk is full; some of the bytes may have been written.</exception>
    /// <exception cref="IOException">Some of the bytes may have been written.</exception>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset);

    /// <summary>Makes everything written durable. After a failure nobody knows what is, and asking again proves nothing.</summary>
    void Sync();

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on; less only where the file ends.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Gives whole blocks of the range back to the disk. Returns the bytes given back, 0 where that is not supported.</summary>
    long PunchHole(long offset, long length);
}
