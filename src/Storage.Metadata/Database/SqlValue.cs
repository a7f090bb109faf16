using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// One parameter of a statement. Never boxes; a default value is SQL's NULL. A NULL that was made from a nullable value remembers of which
/// kind that was, for databases that want to know the type of each parameter.
/// </summary>
public readonly struct SqlValue
{
    // A string, or the array behind a blob; a blob keeps its offset and length in the two numbers, a Guid its two halves.
    private readonly object? _reference;
    private readonly long _first;
    private readonly long _second;

    private SqlValue(SqlKind kind, object? reference, long first, long second)
    {
        Kind = kind;
        _reference = reference;
        _first = first;
        _second = second;
    }

    public static SqlValue Null => default;

    public SqlKind Kind { get; }

    /// <summary>The kind; for a NULL that of the value which is missing, or <see cref="SqlKind.Null"/> where that is not known.</summary>
    internal SqlKind Type => Kind is SqlKind.Null ? (SqlKind)_first : Kind;

    public static SqlValue Of(long value) => new(SqlKind.Number, null, value, 0);

    public static SqlValue Of(long? value) => value is { } known ? Of(known) : Missing(SqlKind.Number);

    public static SqlValue Of(bool value) => Of(value ? 1L : 0L);

    public static SqlValue Of(string? value) => value is null ? Missing(SqlKind.Text) : new(SqlKind.Text, value, 0, 0);

    /// <summary>The bytes must not change until the write is answered.</summary>
    public static SqlValue Of(ReadOnlyMemory<byte> value)
    {
        var array = MemoryMarshal.TryGetArray(value, out var segment) ? segment : new ArraySegment<byte>(value.ToArray());
        return new(SqlKind.Blob, array.Array, array.Offset, array.Count);
    }

    public static SqlValue Of(byte[]? value) => value is null ? Missing(SqlKind.Blob) : new(SqlKind.Blob, value, 0, value.Length);

    public static SqlValue Of(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(
            SqlKind.Id,
            null,
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    public static SqlValue Of(Guid? value) => value is { } known ? Of(known) : Missing(SqlKind.Id);

    /// <summary>The 32 bytes of a hash.</summary>
    public static SqlValue Of(ChunkId value) => Of(value.ToByteArray());

    public static SqlValue Of(ChunkId? value) => value is { } known ? Of(known) : Missing(SqlKind.Blob);

    public static implicit operator SqlValue(long value) => Of(value);

    public static implicit operator SqlValue(long? value) => Of(value);

    public static implicit operator SqlValue(bool value) => Of(value);

    public static implicit operator SqlValue(string? value) => Of(value);

    public static implicit operator SqlValue(ReadOnlyMemory<byte> value) => Of(value);

    public static implicit operator SqlValue(byte[]? value) => Of(value);

    public static implicit operator SqlValue(Guid value) => Of(value);

    public static implicit operator SqlValue(Guid? value) => Of(value);

    public static implicit operator SqlValue(ChunkId value) => Of(value);

    public static implicit operator SqlValue(ChunkId? value) => Of(value);

    internal long Number => _first;

    internal string Text => (string)_reference!;

    internal ReadOnlyMemory<byte> Bytes => new((byte[]?)_reference, (int)_first, (int)_second);

    internal ReadOnlySpan<byte> Blob => new((byte[]?)_reference, (int)_first, (int)_second);

    /// <summary>Writes the 16 bytes of a Guid.</summary>
    internal void CopyGuid(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], _second);
    }

    private static SqlValue Missing(SqlKind kind) => new(SqlKind.Null, null, (long)kind, 0);
}
