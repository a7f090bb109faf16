using System.Runtime.CompilerServices;

namespace FileStorage.Storage.Chunks;

/// <summary>The name of a chunk inside a store: HMAC-SHA256 of its id under the store's naming key, 32 bytes.</summary>
public readonly struct ChunkName : IEquatable<ChunkName>
{
    /// <summary>Length of the binary form.</summary>
    public const int Bytes = 32;

    private readonly NameBytes _bytes;

    /// <exception cref="ArgumentException"><paramref name="name"/> is not 32 bytes long.</exception>
    public ChunkName(ReadOnlySpan<byte> name)
    {
        if (name.Length != Bytes)
        {
            throw new ArgumentException($"The name of a chunk has {Bytes} bytes, not {name.Length}.", nameof(name));
        }

        name.CopyTo(_bytes);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    public bool Equals(ChunkName other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is ChunkName other && Equals(other);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    public override string ToString() => Convert.ToHexStringLower(_bytes);

    public static bool operator ==(ChunkName left, ChunkName right) => left.Equals(right);

    public static bool operator !=(ChunkName left, ChunkName right) => !left.Equals(right);

    [InlineArray(Bytes)]
    private struct NameBytes
    {
        private byte _first;
    }
}
