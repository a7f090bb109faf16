using FileStorage.Storage.Metadata.Database;
using Npgsql;
using NpgsqlTypes;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Binds values. Every kind has one type: numbers are bigint, ids, hashes and blobs are bytea, which compares byte by byte as SQLite's blobs do.
/// So a text has the same types on every run and is prepared once.
/// </summary>
internal static class PostgresParameters
{
    /// <summary>The parameters of a statement that writes.</summary>
    public static void Add(NpgsqlParameterCollection parameters, ReadOnlySpan<SqlValue> values)
    {
        foreach (ref readonly var value in values)
        {
            _ = parameters.Add(Bind(in value));
        }
    }

    /// <summary>The parameters of a query.</summary>
    public static void AddToAsk(NpgsqlParameterCollection parameters, ReadOnlySpan<SqlValue> values)
    {
        foreach (ref readonly var value in values)
        {
            _ = parameters.Add(value.Kind is SqlKind.Text ? Bind(PostgresText.ToAsk(value.Text)) : Bind(in value));
        }
    }

    /// <summary>Each parameter of the rows as one array.</summary>
    public static void AddArrays(NpgsqlParameterCollection parameters, IReadOnlyList<SqlStatement> rows)
    {
        for (var index = 0; index < rows[0].Parameters.Length; index++)
        {
            _ = parameters.Add(BindArray(rows, index));
        }
    }

    private static NpgsqlParameter BindArray(IReadOnlyList<SqlStatement> rows, int index)
    {
        var type = SqlKind.Null;
        for (var row = 0; row < rows.Count && type is SqlKind.Null; row++)
        {
            type = rows[row].Parameters[index].Type;
        }

        return type switch
        {
            SqlKind.Number => ArrayOf<long?>(rows, index, NpgsqlDbType.Bigint, static value => value.Number),
            SqlKind.Text => ArrayOf(rows, index, NpgsqlDbType.Text, static value => PostgresText.Check(value.Text)),
            SqlKind.Blob or SqlKind.Id or SqlKind.Null => ArrayOf(rows, index, NpgsqlDbType.Bytea, ToBytes),
            _ => throw new InvalidOperationException($"Unknown kind {type}."),
        };
    }

    private static NpgsqlParameter<T?[]> ArrayOf<T>(
        IReadOnlyList<SqlStatement> rows, int index, NpgsqlDbType type, Func<SqlValue, T> read)
    {
        var values = new T?[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            var value = rows[row].Parameters[index];
            values[row] = value.Kind is SqlKind.Null ? default : read(value);
        }

        return new NpgsqlParameter<T?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static byte[] ToBytes(SqlValue value)
    {
        if (value.Kind is not SqlKind.Id)
        {
            return value.Bytes.ToArray();
        }

        var id = new byte[16];
        value.CopyGuid(id);
        return id;
    }

    private static NpgsqlParameter Bind(in SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Null:
                return BindNull(value.Type);
            case SqlKind.Number:
                return new NpgsqlParameter<long> { TypedValue = value.Number, NpgsqlDbType = NpgsqlDbType.Bigint };
            case SqlKind.Text:
                return new NpgsqlParameter<string> { TypedValue = PostgresText.Check(value.Text), NpgsqlDbType = NpgsqlDbType.Text };
            case SqlKind.Blob:
                return new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value.Bytes, NpgsqlDbType = NpgsqlDbType.Bytea };
            case SqlKind.Id:
                var id = new byte[16];
                value.CopyGuid(id);
                return new NpgsqlParameter<byte[]> { TypedValue = id, NpgsqlDbType = NpgsqlDbType.Bytea };
            default:
                throw new InvalidOperationException($"Unknown kind {value.Kind}.");
        }
    }

    private static NpgsqlParameter BindNull(SqlKind type)
    {
        var parameter = new NpgsqlParameter { Value = DBNull.Value };
        if (TypeOf(type) is { } known)
        {
            parameter.NpgsqlDbType = known;
        }

        return parameter;
    }

    // Where nobody knows the type, PostgreSQL finds it out.
    private static NpgsqlDbType? TypeOf(SqlKind kind) => kind switch
    {
        SqlKind.Null => null,
        SqlKind.Number => NpgsqlDbType.Bigint,
        SqlKind.Text => NpgsqlDbType.Text,
        SqlKind.Blob or SqlKind.Id => NpgsqlDbType.Bytea,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };
}
