using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>
/// AES-256-GCM with one long-lived key. An <see cref="AesGcm"/> serves one thread at a time and takes several microseconds to
/// make, so a few are kept.
/// </summary>
internal sealed class AesGcmPool(byte[] key) : IDisposable
{
    private const int MaxKept = 64;

    private readonly ConcurrentQueue<AesGcm> _idle = new();

    public void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        var aes = Rent();
        aes.Encrypt(nonce, plain, cipher, tag, associated);
        Return(aes);
    }

    /// <exception cref="AuthenticationTagMismatchException">Not what was encrypted with this key.</exception>
    public void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        var aes = Rent();
        try
        {
            aes.Decrypt(nonce, cipher, tag, plain, associated);
        }
        finally
        {
            Return(aes);
        }
    }

    public void Dispose()
    {
        while (_idle.TryDequeue(out var aes))
        {
            aes.Dispose();
        }
    }

    private AesGcm Rent() => _idle.TryDequeue(out var aes) ? aes : new AesGcm(key, tagSizeInBytes: 16);

    private void Return(AesGcm aes)
    {
        if (_idle.Count < MaxKept)
        {
            _idle.Enqueue(aes);
        }
        else
        {
            aes.Dispose();
        }
    }
}
