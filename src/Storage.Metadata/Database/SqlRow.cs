using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>One row of an answer, valid only while it is being mapped. Columns are numbered from 0. Nothing is boxed.</summary>
public readonly ref struct SqlRow
{
    private readonly SqlColumns _columns;

    internal SqlRow(SqlColumns columns) => _columns = columns;

    public bool IsNull(int column) => _columns.IsNull(column);

    public long GetInteger(int column) => _columns.GetInteger(column);

    public long? GetIntegerOrNull(int column) => _columns.IsNull(column) ? null : _columns.GetInteger(column);

    public bool GetFlag(int column) => _columns.GetInteger(column) != 0;

    public string GetText(int column) => _columns.GetText(column);

    public string? GetTextOrNull(int column) => _columns.IsNull(column) ? null : _columns.GetText(column);

    /// <exception cref="MetadataException">The column does not hold 16 bytes.</exception>
    public Guid GetGuid(int column) => _columns.GetGuid(column);

    public Guid? GetGuidOrNull(int column) => _columns.IsNull(column) ? null : _columns.GetGuid(column);

    /// <exception cref="MetadataException">The column does not hold 32 bytes.</exception>
    public ChunkId GetHash(int column) => _columns.GetHash(column);

    public ChunkId? GetHashOrNull(int column) => _columns.IsNull(column) ? null : _columns.GetHash(column);

    /// <summary>A copy of the bytes; empty for NULL.</summary>
    public byte[] GetBlob(int column) => _columns.GetBlob(column);
}
