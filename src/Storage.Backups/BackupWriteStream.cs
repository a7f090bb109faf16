using System.Security.Cryptography;

namespace FileStorage.Storage.Backups;

/// <summary>A new file of a backup: hashed as it is written, durable when it is finished. Nobody but its owner may read it.</summary>
public sealed class BackupWriteStream : Stream
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private readonly string _path;
    private long _length;

    private BackupWriteStream(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <param name="folder">The backup.</param>
    /// <param name="path">Relative to it, with slashes; its folders are made.</param>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    public static BackupWriteStream Create(string folder, string path)
    {
        var place = Path.Combine(folder, path);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(place)!);
        return new BackupWriteStream(PrivateFiles.Create(place), path);
    }

    /// <summary>Writes all of it.</summary>
    public static async Task<BackupFile> WriteAsync(string folder, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var file = Create(folder, path);
        await file.WriteAsync(content, cancellationToken);
        return file.Finish();
    }

    /// <summary>Makes it durable. Nothing may be written afterwards.</summary>
    /// <exception cref="IOException">It did not become durable.</exception>
    public BackupFile Finish()
    {
        _file.Flush(flushToDisk: true);
        DurableFolder.Sync(Path.GetDirectoryName(_file.Name)!);
        return new BackupFile { Path = _path, Bytes = _length, Sha256 = Convert.ToHexStringLower(_digest.GetHashAndReset()) };
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _digest.AppendData(buffer);
        _length += buffer.Length;
        _file.Write(buffer);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _digest.AppendData(buffer.Span);
        _length += buffer.Length;
        await _file.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => _file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _digest.Dispose();
        }

        base.Dispose(disposing);
    }
}
