using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>SQLite's own check of its trees and indexes.</summary>
internal static class SqliteIntegrity
{
    /// <summary>What SQLite answers where nothing is wrong.</summary>
    private const string Sound = "ok";

    public static async ValueTask<List<string>> CheckAsync(IMetadataDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            var findings = await database.QueryAsync(
                new SqlStatement("PRAGMA integrity_check(100)"), static row => row.GetText(0), cancellationToken);
            return findings is [Sound] ? [] : findings;
        }
        catch (MetadataCorruptException exception)
        {
            // The damage is such that the check itself gives up.
            return [exception.Message];
        }
    }
}
