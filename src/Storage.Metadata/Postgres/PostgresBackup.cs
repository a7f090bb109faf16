using System.Runtime.CompilerServices;
using System.Text.Json;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Copies the rows of one or several PostgreSQL databases as of one moment; <see cref="PostgresRestore"/> takes them back.</summary>
/// <param name="options">The databases.</param>
/// <param name="began">Told of each of several whose transaction sees its moment; for tests.</param>
internal sealed class PostgresBackup(PostgresMetadataOptions options, Func<ValueTask>? began = null) : IMetadataBackup
{
    private const string ColumnsText = """
        SELECT attname FROM pg_attribute WHERE attrelid = ('public.' || $1)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """;

    private const string SchemaText = "SELECT coalesce(max(number), 0) FROM public.filestorage_schema";

    /// <summary>
    /// What is copied: the rows that belong to a slot, those that lie anywhere, and whose slots are whose. Who is in the cluster is not, and what is
    /// derived is not.
    /// </summary>
    public static IReadOnlyList<string> Tables { get; } =
        [.. PostgresSlotTable.All.Select(static table => table.Name), "garbage", "audit", "shard_place", "shard_slots"];

    public string Kind => BackupManifest.Postgres;

    public async IAsyncEnumerable<BackupFile> CopyToAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var snapshot = await PostgresSnapshot.TakeAsync(options, began, cancellationToken);
        var index = await DescribeAsync(snapshot, cancellationToken);
        var json = JsonSerializer.SerializeToUtf8Bytes(index, PostgresCopyJson.Default.PostgresCopyIndex);
        yield return await BackupWriteStream.WriteAsync(folder, PostgresCopyIndex.Path, json, cancellationToken);
        for (var database = 0; database < index.Databases; database++)
        {
            foreach (var (table, columns) in index.Tables)
            {
                await using var file = BackupWriteStream.Create(folder, PostgresCopyIndex.FileOf(database, table));
                await CopyAsync(snapshot.Connections[database], table, columns, file, cancellationToken);
                yield return file.Finish();
            }
        }
    }

    /// <summary>The names of the columns, as SQL.</summary>
    public static string List(IEnumerable<string> columns) => string.Join(", ", columns.Select(static column => $"\"{column}\""));

    private static async Task<PostgresCopyIndex> DescribeAsync(PostgresSessions snapshot, CancellationToken cancellationToken)
    {
        var first = snapshot.Connections[0];
        try
        {
            // A table that this program does not know would be missing in it.
            var schema = (int)(await first.AskAsync(SchemaText, cancellationToken))!;
            if (schema != PostgresSchema.Newest)
            {
                throw new MetadataException(
                    $"The metadata has schema {schema}, and this server is of schema {PostgresSchema.Newest}: make a backup when all servers are of the new version.");
            }

            var tables = new Dictionary<string, string[]>();
            foreach (var table in Tables)
            {
                tables[table] = await ListColumnsAsync(first, table, cancellationToken);
            }

            return new PostgresCopyIndex
            {
                Schema = schema,
                Databases = snapshot.Connections.Count,
                Tables = tables,
            };
        }
        catch (Exception exception) when (first.IsToBlameFor(exception))
        {
            throw PostgresFault.ToFailure(exception);
        }
    }

    private static async Task<string[]> ListColumnsAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ColumnsText, connection) { Parameters = { new NpgsqlParameter { Value = table } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(reader.GetString(0));
        }

        return [.. columns];
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, string table, string[] columns, BackupWriteStream file, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CopyToAsync($"COPY public.{table} ({List(columns)}) TO STDOUT (FORMAT BINARY)", file, cancellationToken);
        }
        catch (Exception exception) when (connection.IsToBlameFor(exception))
        {
            throw PostgresFault.ToFailure(exception);
        }
    }
}
