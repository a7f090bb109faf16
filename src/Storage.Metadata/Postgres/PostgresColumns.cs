using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The row a reader stands on. Whole rows are in memory before they are mapped, so that nothing here waits.</summary>
internal sealed class PostgresColumns(NpgsqlDataReader reader) : SqlColumns
{
    private const int IdBytes = 16;

    private readonly byte[] _short = new byte[ChunkId.Bytes + 1];

    public override bool IsNull(int column) => reader.IsDBNull(column);

    // Also of sums, which are numeric, and of literals, which are integer.
    public override long GetInteger(int column) => reader.GetFieldValue<long>(column);

    public override string GetText(int column) => reader.GetString(column);

    public override Guid GetGuid(int column)
    {
        var bytes = GetShort(column);
        return bytes.Length == IdBytes
            ? new Guid(bytes, bigEndian: true)
            : throw new MetadataException($"Column {column} has another number of bytes than the {IdBytes} of an id.");
    }

    public override ChunkId GetHash(int column)
    {
        var bytes = GetShort(column);
        return bytes.Length == ChunkId.Bytes
            ? new ChunkId(bytes)
            : throw new MetadataException($"Column {column} has another number of bytes than the {ChunkId.Bytes} of a hash.");
    }

    public override byte[] GetBlob(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    // One byte more than the longest that is asked for, so that a longer one is seen to be longer.
    private ReadOnlySpan<byte> GetShort(int column)
    {
        var length = reader.IsDBNull(column) ? 0 : reader.GetBytes(column, 0, _short, 0, _short.Length);
        return _short.AsSpan(0, (int)length);
    }
}
