namespace FileStorage.Sync.Local;

/// <summary>An open local file, read at any offset by several readers at once.</summary>
public interface ILocalContent : IAsyncDisposable
{
    /// <summary>The file as it was when it was opened.</summary>
    LocalEntry Entry { get; }

    /// <summary>Reads up to a full buffer from an offset, in bytes; 0 at the end.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Whether file and name are still what was opened. What was read before a "yes" is one whole state of the file; after a "no" it
    /// may be torn and must not be used.
    /// </summary>
    ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken);
}
