using FileStorage.Storage.Metadata.Postgres;

namespace FileStorage.Silo.Hosting;

/// <summary>The command that brings a PostgreSQL database to the schema of this program, and ends.</summary>
internal static class Migration
{
    public const string Command = "migrate";

    private const int Failed = 1;

    /// <summary>The exit status: 0 where the schema is the program's now, 1 where it is not.</summary>
    public static async Task<int> RunAsync(string[] settings, TextWriter output, TextWriter errors)
    {
        try
        {
            if (MetadataPlace.Postgres(Settings.Read(settings)) is not { } postgres)
            {
                await output.WriteLineAsync("The metadata is in SQLite, whose file is migrated when the service starts. There is nothing to do.");
                return 0;
            }

            var (before, after) = await PostgresMigrator.MigrateAsync(postgres, CancellationToken.None);
            await output.WriteLineAsync(before == after
                ? $"The metadata has schema {after} already."
                : $"The metadata has schema {after} now; it had {before}.");
            return 0;
        }
        catch (Exception exception) when (StartFailure.Describe(exception, "migrate") is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return Failed;
        }
    }
}
