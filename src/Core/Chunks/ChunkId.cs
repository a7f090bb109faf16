using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FileStorage.Core.Chunks;

/// <summary>The name of a chunk: SHA-256 (FIPS 180-4) of its plain bytes. Written as 64 lower-case hex digits.</summary>
public readonly struct ChunkId : IEquatable<ChunkId>, IComparable<ChunkId>, ISpanParsable<ChunkId>
{
    /// <summary>Length of the binary form.</summary>
    public const int Bytes = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>From the binary form.</summary>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not 32 bytes long.</exception>
    public ChunkId(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Bytes)
        {
            throw new ArgumentException($"A chunk id has {Bytes} bytes, not {hash.Length}.", nameof(hash));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(hash);
        _b = BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
    }

    /// <summary>The id of these bytes.</summary>
    public static ChunkId Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(content, hash);
        return new ChunkId(hash);
    }

    /// <summary>The first 16 bits: which shard of the id space the chunk falls into.</summary>
    public ushort Prefix => (ushort)(_a >> 48);

    /// <summary>Writes the binary form; <paramref name="destination"/> has room for 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The binary form, 32 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads 64 hex digits of either case.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static ChunkId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A chunk id is 64 hex digits.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ChunkId Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ChunkId result)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        if (s.Length == Bytes * 2
            && Convert.FromHexString(s, hash, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Bytes)
        {
            result = new ChunkId(hash);
            return true;
        }

        result = default;
        return false;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChunkId result) =>
        TryParse(s.AsSpan(), provider, out result);

    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[Bytes];
        CopyTo(hash);
        return Convert.ToHexStringLower(hash);
    }

    public bool Equals(ChunkId other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals(object? obj) => obj is ChunkId other && Equals(other);

    // The bytes of a hash are already evenly spread.
    public override int GetHashCode() => _b.GetHashCode();

    public int CompareTo(ChunkId other)
    {
        var order = _a.CompareTo(other._a);
        order = order != 0 ? order : _b.CompareTo(other._b);
        order = order != 0 ? order : _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    public static bool operator ==(ChunkId left, ChunkId right) => left.Equals(right);

    public static bool operator !=(ChunkId left, ChunkId right) => !left.Equals(right);

    public static bool operator <(ChunkId left, ChunkId right) => left.CompareTo(right) < 0;

    public static bool operator >(ChunkId left, ChunkId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ChunkId left, ChunkId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ChunkId left, ChunkId right) => left.CompareTo(right) >= 0;
}
