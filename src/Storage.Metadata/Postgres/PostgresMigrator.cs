using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Brings PostgreSQL databases to the schema of this program: what the operator's one command does.</summary>
public static class PostgresMigrator
{
    /// <summary>
    /// Applies what is missing, forward only. Safe to repeat, and to run while the release before serves. Several databases are made to belong
    /// together.
    /// </summary>
    /// <returns>The lowest number of the schema before, and that after; 0 is an empty database.</returns>
    /// <exception cref="SchemaTooNewException">A newer program migrated it.</exception>
    /// <exception cref="MetadataException">A server cannot be reached, or refuses; the steps that were applied stay.</exception>
    public static async Task<(int Before, int After)> MigrateAsync(PostgresMetadataOptions options, CancellationToken cancellationToken)
    {
        var sources = new List<NpgsqlDataSource>();
        try
        {
            var before = PostgresSchema.Newest;
            foreach (var place in options.Places)
            {
                sources.Add(PostgresConnections.Build(options.ForMoves(place), PostgresProfile.Metadata, isAlone: false));
                await using var connection = await sources[^1].OpenConnectionAsync(cancellationToken);
                PostgresServer.Check(connection);
                before = Math.Min(before, await PostgresSchema.MigrateAsync(connection, cancellationToken));
            }

            // What is connected only to be used later would look like a server that is in use.
            sources.ForEach(static source => source.Clear());
            if (options.Places.Count > 1)
            {
                _ = await PostgresShardSetup.JoinAsync(sources, cancellationToken);
                _ = await new PostgresSlotMoves(sources).FinishAsync(cancellationToken);
            }

            return (before, PostgresSchema.Newest);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            throw PostgresFault.ToFailure(exception);
        }
        finally
        {
            foreach (var source in sources)
            {
                await source.DisposeAsync();
            }
        }
    }
}
