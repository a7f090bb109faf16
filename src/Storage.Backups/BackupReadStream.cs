using System.Security.Cryptography;

namespace FileStorage.Storage.Backups;

/// <summary>A file of a backup: hashed as it is read, so that whoever has read it can tell whether it was what had been written.</summary>
public sealed class BackupReadStream : Stream
{
    private const int BufferBytes = 128 * 1024;

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _source;
    private readonly BackupFile _file;
    private long _read;

    private BackupReadStream(FileStream source, BackupFile file)
    {
        _source = source;
        _file = file;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _file.Bytes;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <param name="folder">The backup.</param>
    /// <param name="file">As its manifest has it.</param>
    /// <exception cref="BackupException">It is missing.</exception>
    public static BackupReadStream Open(string folder, BackupFile file)
    {
        try
        {
            var path = Path.Combine(folder, file.Path);
            return new BackupReadStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, useAsync: true), file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"The backup is damaged: {file.Path} is missing.", exception);
        }
    }

    /// <summary>Reads what is left, and compares all of it with the manifest. Once.</summary>
    /// <exception cref="BackupException">It is not what was written.</exception>
    public async Task RequireWholeAsync(CancellationToken cancellationToken)
    {
        await CopyToAsync(Null, cancellationToken);
        if (_read != _file.Bytes || Convert.ToHexStringLower(_digest.GetHashAndReset()) != _file.Sha256)
        {
            throw new BackupException($"The backup is damaged: {_file.Path} is not what was written.");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = _source.Read(buffer);
        _digest.AppendData(buffer[..read]);
        _read += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _source.ReadAsync(buffer, cancellationToken);
        _digest.AppendData(buffer.Span[..read]);
        _read += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
            _digest.Dispose();
        }

        base.Dispose(disposing);
    }
}
