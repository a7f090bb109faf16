namespace FileStorage.Client.Versions;

/// <summary>Where a download is written, from the first byte to the last.</summary>
public interface IWritableContent
{
    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
