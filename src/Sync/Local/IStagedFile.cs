namespace FileStorage.Sync.Local;

/// <summary>
/// A file in the making, out of sight on the same file system. Disposed without <see cref="ILocalFolder.PublishAsync"/>, it is gone;
/// after a crash the next start removes it.
/// </summary>
public interface IStagedFile : IAsyncDisposable
{
    /// <exception cref="LocalDiskFullException">The disk is full.</exception>
    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
