using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What a server must be like for an answered write to be durable and a name to be read back as it was.</summary>
internal static class PostgresServer
{
    private const int OldestVersion = 13;

    /// <exception cref="MetadataException">It is not.</exception>
    public static void Check(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new MetadataException(
                $"PostgreSQL {connection.PostgreSqlVersion} is too old; {OldestVersion} is the oldest that FileStorage works with.");
        }

        Require(connection, "server_encoding", static value => value == "UTF8", "the database has to be made with ENCODING 'UTF8'");
        Require(connection, "fsync", static value => value == "on", "a write would not survive the loss of power; switch it on");
        Require(
            connection,
            "synchronous_commit",
            static value => value is "on" or "remote_apply" or "remote_write" or "local",
            "a write would be answered before it is durable; switch it on");
    }

    private static void Require(NpgsqlConnection connection, string setting, Predicate<string> isFine, string otherwise)
    {
        using var command = new NpgsqlCommand("SELECT current_setting($1)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = setting });
        var value = (string)command.ExecuteScalar()!;
        if (!isFine(value))
        {
            throw new MetadataException($"PostgreSQL has {setting} = {value}: {otherwise}.");
        }
    }
}
