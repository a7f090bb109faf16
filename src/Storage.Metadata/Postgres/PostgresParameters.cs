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
    public static void Add(NpgsqlParameterCollection parameters, ReadOnlySpan<SqlValue> values)
    {
        foreach (ref readonly var value in values)
        {
            _ = parameters.Add(Bind(in value));
        }
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
