namespace FileStorage.Client.Versions;

/// <summary>A file that is read at any offset by several readers at once, and may change meanwhile.</summary>
public interface IReadableContent
{
    /// <summary>As it was when it was opened.</summary>
    long SizeBytes { get; }

    /// <summary>Reads up to a full buffer from an offset, in bytes; 0 at the end.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Whether what was read until now is one whole state of the file.</summary>
    ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken);
}
