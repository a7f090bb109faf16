using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FileStorage.Core.Chunks;

/// <summary>A file's content: its chunks in order. Immutable; two manifests of the same chunks are equal.</summary>
public sealed class Manifest : IEquatable<Manifest>
{
    /// <summary>Bytes of one chunk in the binary form: its id, then its length as a little-endian 32-bit number.</summary>
    public const int BytesPerChunk = ChunkId.Bytes + sizeof(int);

    /// <summary>The content of an empty file: no chunks.</summary>
    public static readonly Manifest Empty = new([]);

    // Where each chunk starts in the file, and at the end the size of the file.
    private readonly long[] _offsets;

    /// <summary>From chunks that are in order and within <see cref="ChunkLimits"/>.</summary>
    /// <exception cref="ArgumentException">A limit is exceeded; the message says which.</exception>
    public Manifest(ImmutableArray<ManifestChunk> chunks)
    {
        if (Check(chunks.AsSpan()) is { } problem)
        {
            throw new ArgumentException(problem, nameof(chunks));
        }

        Chunks = chunks;
        _offsets = new long[chunks.Length + 1];
        for (var index = 0; index < chunks.Length; index++)
        {
            _offsets[index + 1] = _offsets[index] + chunks[index].Length;
        }
    }

    public ImmutableArray<ManifestChunk> Chunks { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long TotalBytes => _offsets[^1];

    /// <summary>Length of the binary form in bytes.</summary>
    public int BinaryBytes => Chunks.Length * BytesPerChunk;

    /// <summary>Where chunk <paramref name="index"/> starts in the file; for the number of chunks, the size of the file.</summary>
    public long OffsetOf(int index) => _offsets[index];

    /// <summary>The index of the chunk that holds the byte at <paramref name="offset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The file has no such byte.</exception>
    public int IndexAt(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, TotalBytes);
        var found = Array.BinarySearch(_offsets, offset);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The parts of chunks, in order, that make up <paramref name="length"/> bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the file.</exception>
    public IEnumerable<ManifestSlice> Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, TotalBytes - length);
        return length == 0 ? [] : SliceChecked(offset, offset + length);
    }

    private IEnumerable<ManifestSlice> SliceChecked(long start, long end)
    {
        for (var index = IndexAt(start); index < Chunks.Length && _offsets[index] < end; index++)
        {
            var chunk = Chunks[index];
            var skip = (int)Math.Max(0, start - _offsets[index]);
            var stop = (int)Math.Min(chunk.Length, end - _offsets[index]);
            yield return new ManifestSlice(index, chunk, skip, stop - skip);
        }
    }

    /// <summary>SHA-256 of the binary form: the same for the same chunks in the same order, and only for them.</summary>
    public ChunkId Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> one = stackalloc byte[BytesPerChunk];
        foreach (var chunk in Chunks)
        {
            Write(chunk, one);
            hash.AppendData(one);
        }

        Span<byte> result = stackalloc byte[ChunkId.Bytes];
        hash.GetHashAndReset(result);
        return new ChunkId(result);
    }

    /// <summary>The binary form: 36 bytes a chunk, nothing else.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[BinaryBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the binary form; <paramref name="destination"/> has room for <see cref="BinaryBytes"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        for (var index = 0; index < Chunks.Length; index++)
        {
            Write(Chunks[index], destination.Slice(index * BytesPerChunk, BytesPerChunk));
        }
    }

    /// <summary>Reads the binary form and enforces <see cref="ChunkLimits"/>, before anything is allocated for too many chunks.</summary>
    /// <exception cref="FormatException">The bytes are no manifest; the message says why.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var manifest, out var problem) ? manifest : throw new FormatException(problem);

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Manifest? manifest, [NotNullWhen(false)] out string? problem)
    {
        manifest = null;
        var (count, rest) = Math.DivRem(bytes.Length, BytesPerChunk);
        if (rest != 0)
        {
            problem = $"A manifest has {BytesPerChunk} bytes a chunk; {bytes.Length} bytes are not a multiple of that.";
            return false;
        }

        if (count > ChunkLimits.MaxManifestChunks)
        {
            problem = TooMany(count);
            return false;
        }

        var chunks = new ManifestChunk[count];
        for (var index = 0; index < count; index++)
        {
            var one = bytes.Slice(index * BytesPerChunk, BytesPerChunk);
            chunks[index] = new ManifestChunk(
                new ChunkId(one[..ChunkId.Bytes]), BinaryPrimitives.ReadInt32LittleEndian(one[ChunkId.Bytes..]));
        }

        problem = Check(chunks);
        manifest = problem is null ? new Manifest(ImmutableCollectionsMarshal.AsImmutableArray(chunks)) : null;
        return problem is null;
    }

    /// <summary>What is wrong with these chunks as a manifest, or null.</summary>
    public static string? Check(ReadOnlySpan<ManifestChunk> chunks)
    {
        if (chunks.Length > ChunkLimits.MaxManifestChunks)
        {
            return TooMany(chunks.Length);
        }

        long total = 0;
        for (var index = 0; index < chunks.Length; index++)
        {
            var length = chunks[index].Length;
            if (length is < ChunkLimits.MinChunkBytes or > ChunkLimits.MaxChunkBytes)
            {
                return $"Chunk {index} of the manifest has {length} bytes; "
                    + $"{ChunkLimits.MinChunkBytes} to {ChunkLimits.MaxChunkBytes} are allowed.";
            }

            total += length;
        }

        return total > ChunkLimits.MaxFileBytes
            ? $"The manifest describes {total} bytes; a file has at most {ChunkLimits.MaxFileBytes}."
            : null;
    }

    public bool Equals(Manifest? other) => other is not null && Chunks.AsSpan().SequenceEqual(other.Chunks.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Manifest);

    public override int GetHashCode() =>
        Chunks.Length == 0 ? 0 : HashCode.Combine(Chunks.Length, Chunks[0].Id, Chunks[^1].Id);

    private static void Write(ManifestChunk chunk, Span<byte> destination)
    {
        chunk.Id.CopyTo(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[ChunkId.Bytes..], chunk.Length);
    }

    private static string TooMany(int count) =>
        $"The manifest lists {count} chunks; at most {ChunkLimits.MaxManifestChunks} are allowed.";
}
