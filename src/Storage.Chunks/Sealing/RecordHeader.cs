using System.Buffers.Binary;
using System.Numerics;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Keys;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>
/// The first 128 bytes of a stored chunk; docs/storage-format.md has the layout. All but the first four bytes and the checksum
/// is authenticated together with the chunk's id.
/// </summary>
internal readonly ref struct RecordHeader
{
    public const int Bytes = 128;

    /// <summary>What a record takes up beside its ciphertext: header and tag.</summary>
    public const int Overhead = Bytes + KeyRing.TagBytes;

    public const int MaxRecordBytes = Overhead + ChunkLimits.MaxChunkBytes;

    private const byte Version = 1;
    private const int ChecksumOffset = 124;
    private const int MagicBytes = 4;

    private readonly Span<byte> _bytes;

    public RecordHeader(Span<byte> bytes) => _bytes = bytes[..Bytes];

    /// <summary>Starts the header of a stored chunk.</summary>
    public static ReadOnlySpan<byte> LiveMagic => "FSCR"u8;

    /// <summary>Starts the header of a deleted one. Its lengths stay, so that whoever walks the pack finds the next record.</summary>
    public static ReadOnlySpan<byte> DeletedMagic => "FSCX"u8;

    public ChunkCodec Codec => (ChunkCodec)_bytes[5];

    public uint Generation => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]);

    public int PlainBytes => BinaryPrimitives.ReadInt32LittleEndian(_bytes[12..]);

    public int CipherBytes => BinaryPrimitives.ReadInt32LittleEndian(_bytes[16..]);

    public long StoredAtMilliseconds => BinaryPrimitives.ReadInt64LittleEndian(_bytes[24..]);

    public Span<byte> Name => _bytes.Slice(32, ChunkName.Bytes);

    public Span<byte> WrapNonce => _bytes.Slice(64, KeyRing.NonceBytes);

    public Span<byte> WrappedKey => _bytes.Slice(76, KeyRing.KeyBytes);

    public Span<byte> WrapTag => _bytes.Slice(108, KeyRing.TagBytes);

    /// <summary>What the seal of the content vouches for.</summary>
    public ReadOnlySpan<byte> Authenticated => _bytes[MagicBytes..ChecksumOffset];

    public bool IsLive => _bytes[..MagicBytes].SequenceEqual(LiveMagic);

    public bool IsDeleted => _bytes[..MagicBytes].SequenceEqual(DeletedMagic);

    /// <summary>Length of the whole record.</summary>
    public int RecordBytes => Overhead + CipherBytes;

    /// <summary>Whether this is the header of a record, live or deleted, as it was written.</summary>
    public bool IsWhole =>
        (IsLive || IsDeleted)
        && BinaryPrimitives.ReadUInt32LittleEndian(_bytes[ChecksumOffset..]) == Checksum(Authenticated)
        && _bytes[4] == Version
        && Codec is ChunkCodec.Stored or ChunkCodec.Brotli
        && PlainBytes is >= ChunkLimits.MinChunkBytes and <= ChunkLimits.MaxChunkBytes
        && CipherBytes >= 1
        && CipherBytes <= PlainBytes;

    /// <summary>Fills in everything but name and wrapped key, which the caller writes before <see cref="Finish"/>.</summary>
    public void Begin(ChunkCodec codec, uint generation, int plainBytes, int cipherBytes, long storedAtMilliseconds)
    {
        LiveMagic.CopyTo(_bytes);
        _bytes[4] = Version;
        _bytes[5] = (byte)codec;
        _bytes[6..8].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes[8..], generation);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes[12..], plainBytes);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes[16..], cipherBytes);
        _bytes[20..24].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(_bytes[24..], storedAtMilliseconds);
    }

    public void Finish() => BinaryPrimitives.WriteUInt32LittleEndian(_bytes[ChecksumOffset..], Checksum(Authenticated));

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        return ~checksum;
    }
}
