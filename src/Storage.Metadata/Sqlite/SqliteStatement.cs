using System.Text;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using SQLitePCL;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>A prepared statement of one connection, and the row it stands on. Used by one thread at a time.</summary>
internal sealed class SqliteStatement(sqlite3_stmt handle) : SqlColumns, IDisposable
{
    /// <summary>Longer texts are encoded into an array of their own.</summary>
    private const int StackBytes = 1024;

    public void Bind(ReadOnlySpan<SqlValue> parameters)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var code = Bind(index + 1, in parameters[index]);
            if (code != SqliteCode.Ok)
            {
                throw new MetadataException($"SQLite refused parameter {index + 1} with code {code}.");
            }
        }
    }

    public int Step() => raw.sqlite3_step(handle);

    /// <summary>Makes it ready for the next run. Parameters stay bound: every run binds all of them anew.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public override bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public override long GetInteger(int column) => raw.sqlite3_column_int64(handle, column);

    // The database is UTF-8, so a text read as a blob is its UTF-8 bytes, without a search for their end.
    public override string GetText(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public override Guid GetGuid(int column)
    {
        var bytes = raw.sqlite3_column_blob(handle, column);
        return bytes.Length == 16
            ? new Guid(bytes, bigEndian: true)
            : throw new MetadataException($"Column {column} has {bytes.Length} bytes where an id has 16.");
    }

    public override ChunkId GetHash(int column)
    {
        var bytes = raw.sqlite3_column_blob(handle, column);
        return bytes.Length == ChunkId.Bytes
            ? new ChunkId(bytes)
            : throw new MetadataException($"Column {column} has {bytes.Length} bytes where a hash has {ChunkId.Bytes}.");
    }

    public override byte[] GetBlob(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public void Dispose() => handle.Dispose();

    private int Bind(int index, in SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Null:
                return raw.sqlite3_bind_null(handle, index);
            case SqlKind.Number:
                return raw.sqlite3_bind_int64(handle, index, value.Number);
            case SqlKind.Text:
                return BindText(index, value.Text);
            case SqlKind.Blob:
                // An empty span has no address, which SQLite would take for NULL.
                return value.Blob.IsEmpty
                    ? raw.sqlite3_bind_zeroblob(handle, index, 0)
                    : raw.sqlite3_bind_blob(handle, index, value.Blob);
            case SqlKind.Id:
                Span<byte> id = stackalloc byte[16];
                value.CopyGuid(id);
                return raw.sqlite3_bind_blob(handle, index, id);
            default:
                throw new InvalidOperationException($"Unknown kind {value.Kind}.");
        }
    }

    private int BindText(int index, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(handle, index, string.Empty);
        }

        Span<byte> bytes = stackalloc byte[StackBytes];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var written)
            ? raw.sqlite3_bind_text(handle, index, bytes[..written])
            : raw.sqlite3_bind_text(handle, index, Encoding.UTF8.GetBytes(text));
    }
}
