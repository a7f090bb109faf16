using System.Security.Cryptography;
using FileStorage.Client.Versions;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Cli.Importing;

/// <summary>A file of a source, copied to this machine and verified, before any of it goes to the server. It goes with its handle.</summary>
internal sealed class SpooledFile : IReadableContent, IDisposable
{
    private const int BufferBytes = 1024 * 1024;

    /// <summary>For so long a source may send nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SafeFileHandle _handle;

    private SpooledFile(SafeFileHandle handle) => _handle = handle;

    public long SizeBytes { get; private set; }

    /// <summary>Hex.</summary>
    public string Sha256 { get; private set; } = "";

    /// <exception cref="IOException">It is not what the source said; nothing is left of it.</exception>
    public static async Task<SpooledFile> CopyAsync(IImportSource source, SourceItem item, string folder, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var file = new SpooledFile(File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.Asynchronous));
        var isWhole = false;
        try
        {
            await using var stream = await source.OpenAsync(item, cancellationToken);
            await file.FillAsync(stream, item, cancellationToken);
            isWhole = true;
            return file;
        }
        finally
        {
            if (!isWhole)
            {
                file.Dispose();
            }
        }
    }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken);

    public ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public void Dispose() => _handle.Dispose();

    private async Task FillAsync(Stream stream, SourceItem item, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var told = item.Checksum is { } checksum ? IncrementalHash.CreateHash(checksum.Algorithm) : null;
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await ReadAsync(stream, buffer, cancellationToken)) > 0)
        {
            sha256.AppendData(buffer, 0, read);
            told?.AppendData(buffer, 0, read);
            await RandomAccess.WriteAsync(_handle, buffer.AsMemory(0, read), SizeBytes, cancellationToken);
            SizeBytes += read;
        }

        if (item.SizeBytes >= 0 && SizeBytes != item.SizeBytes)
        {
            throw new IOException($"The source listed {item.SizeBytes} bytes and sent {SizeBytes}.");
        }

        if (told is not null && Convert.ToHexStringLower(told.GetHashAndReset()) is var actual && actual != item.Checksum!.Hex)
        {
            throw new IOException($"The source says {item.Checksum} and sent {actual}: it arrived damaged, or is damaged there.");
        }

        Sha256 = Convert.ToHexStringLower(sha256.GetHashAndReset());
    }

    private static async Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(Patience);
        try
        {
            return await stream.ReadAsync(buffer, idle.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The source sent nothing for {Patience.TotalMinutes:0} minutes.", exception);
        }
    }
}
