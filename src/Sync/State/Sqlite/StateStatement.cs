using System.Text;
using FileStorage.Core.Chunks;
using SQLitePCL;

namespace FileStorage.Sync.State.Sqlite;

/// <summary>A prepared statement of the state database. Parameters are bound in their order, columns are read by their number.</summary>
internal sealed class StateStatement(StateDatabase database, sqlite3_stmt handle) : IDisposable
{
    private int _bound;

    public StateStatement Bind(long value) => Checked(raw.sqlite3_bind_int64(handle, ++_bound, value));

    public StateStatement Bind(bool value) => Bind(value ? 1 : 0);

    public StateStatement Bind(string? value) => Checked(
        value is null ? raw.sqlite3_bind_null(handle, ++_bound) : raw.sqlite3_bind_text(handle, ++_bound, value));

    public StateStatement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Checked(raw.sqlite3_bind_blob(handle, ++_bound, bytes));
    }

    public StateStatement Bind(ChunkId? value)
    {
        if (value is not { } hash)
        {
            return Checked(raw.sqlite3_bind_null(handle, ++_bound));
        }

        Span<byte> bytes = stackalloc byte[ChunkId.Bytes];
        hash.CopyTo(bytes);
        return Checked(raw.sqlite3_bind_blob(handle, ++_bound, bytes));
    }

    public StateStatement Bind(ReadOnlySpan<byte> value) => Checked(
        value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, ++_bound, 0) : raw.sqlite3_bind_blob(handle, ++_bound, value));

    /// <summary>Whether it stands on a row now.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw database.FailureOf(code),
        };
    }

    /// <summary>Runs it to its end and makes it ready for the next time.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    public void Reset()
    {
        _bound = 0;
        _ = raw.sqlite3_reset(handle);
    }

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public bool Truth(int column) => Number(column) != 0;

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public Guid Id(int column) => new(raw.sqlite3_column_blob(handle, column), bigEndian: true);

    public ChunkId? HashOrNull(int column) => IsNull(column) ? null : new ChunkId(raw.sqlite3_column_blob(handle, column));

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    private StateStatement Checked(int code) => code == raw.SQLITE_OK ? this : throw database.FailureOf(code);
}
