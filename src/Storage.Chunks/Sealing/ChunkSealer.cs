using System.IO.Compression;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Keys;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>
/// Turns plain chunks into records and back: compress where it pays, encrypt with a key of the chunk's own, authenticate header
/// and id with the content. Runs on the caller's thread; safe for several.
/// </summary>
internal sealed class ChunkSealer(KeyRing keys, RecordBuffers buffers, TimeProvider clock)
{
    // Each chunk has a random key that encrypts nothing else, so that a fixed nonce is never used twice with it.
    private static readonly byte[] ContentNonce = new byte[KeyRing.NonceBytes];

    /// <summary>The owner of the result gives its buffer back to the same <see cref="RecordBuffers"/>, once.</summary>
    public SealedChunk Seal(ChunkId id, ReadOnlySpan<byte> plain)
    {
        var buffer = buffers.Rent(RecordHeader.Overhead + plain.Length);
        var body = buffer.AsSpan(RecordHeader.Bytes, plain.Length);
        var compressedBytes = ChunkCompressor.Compress(plain, body);
        var codec = compressedBytes == 0 ? ChunkCodec.Stored : ChunkCodec.Brotli;
        var cipher = codec == ChunkCodec.Stored ? body : body[..compressedBytes];

        Span<byte> secret = stackalloc byte[KeyRing.KeyBytes + KeyRing.NonceBytes];
        RandomNumberGenerator.Fill(secret);
        var key = secret[..KeyRing.KeyBytes];
        var header = new RecordHeader(buffer);
        secret[KeyRing.KeyBytes..].CopyTo(header.WrapNonce);
        var generation = keys.Wrap(header.WrapNonce, key, header.WrappedKey, header.WrapTag);
        header.Begin(codec, generation, plain.Length, cipher.Length, clock.GetUtcNow().ToUnixTimeMilliseconds());
        keys.NameOf(id).CopyTo(header.Name);
        header.Finish();

        Span<byte> associated = stackalloc byte[AssociatedBytes];
        FillAssociated(header, id, associated);
        using (var aes = new AesGcm(key, KeyRing.TagBytes))
        {
            // Compressed bytes are encrypted where they are; plain ones on the way into the buffer, which saves the copy.
            aes.Encrypt(
                ContentNonce,
                codec == ChunkCodec.Stored ? plain : cipher,
                cipher,
                buffer.AsSpan(RecordHeader.Bytes + cipher.Length, KeyRing.TagBytes),
                associated);
        }

        CryptographicOperations.ZeroMemory(secret);
        return new SealedChunk(buffer, RecordHeader.Overhead + cipher.Length, codec);
    }

    /// <summary>
    /// Writes the plain bytes of a record into <paramref name="destination"/> and returns their number. The record's buffer is
    /// scratch space afterwards.
    /// </summary>
    /// <exception cref="DamagedChunkException">The record is not what was sealed as this chunk.</exception>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    public int Open(ChunkId id, ChunkLocation location, Span<byte> record, Span<byte> destination)
    {
        var header = new RecordHeader(record);
        if (!header.IsWhole || header.RecordBytes != record.Length)
        {
            throw new DamagedChunkException(id, location, "no whole record begins there.");
        }

        if (!header.IsLive)
        {
            throw new DamagedChunkException(id, location, "it was deleted.");
        }

        if (destination.Length < header.PlainBytes)
        {
            throw new ArgumentException(
                $"The chunk has {header.PlainBytes} bytes, the destination {destination.Length}.", nameof(destination));
        }

        var cipher = record.Slice(RecordHeader.Bytes, header.CipherBytes);
        if (header.Codec == ChunkCodec.Stored)
        {
            if (header.CipherBytes != header.PlainBytes)
            {
                throw new DamagedChunkException(id, location, "its lengths contradict each other.");
            }

            Decrypt(id, location, header, cipher, record[^KeyRing.TagBytes..], destination[..cipher.Length]);
            return cipher.Length;
        }

        Decrypt(id, location, header, cipher, record[^KeyRing.TagBytes..], cipher);
        return BrotliDecoder.TryDecompress(cipher, destination[..header.PlainBytes], out var written) && written == header.PlainBytes
            ? written
            : throw new DamagedChunkException(id, location, "it cannot be decompressed.");
    }

    private const int AssociatedBytes = 120 + ChunkId.Bytes;

    private static void FillAssociated(RecordHeader header, ChunkId id, Span<byte> associated)
    {
        header.Authenticated.CopyTo(associated);
        id.CopyTo(associated[header.Authenticated.Length..]);
    }

    private void Decrypt(
        ChunkId id, ChunkLocation location, RecordHeader header, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        Span<byte> key = stackalloc byte[KeyRing.KeyBytes];
        if (!keys.TryUnwrap(header.Generation, header.WrapNonce, header.WrappedKey, header.WrapTag, key))
        {
            throw new DamagedChunkException(id, location, "its key does not open.");
        }

        Span<byte> associated = stackalloc byte[AssociatedBytes];
        FillAssociated(header, id, associated);
        try
        {
            using var aes = new AesGcm(key, KeyRing.TagBytes);
            aes.Decrypt(ContentNonce, cipher, tag, plain, associated);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new DamagedChunkException(id, location, "its seal is broken, or it is another chunk.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
