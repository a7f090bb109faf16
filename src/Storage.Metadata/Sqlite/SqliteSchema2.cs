namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>The folders of a drive in the order of their ids: what the first listing of a device walks.</summary>
internal static class SqliteSchema2
{
    public const string Script = "CREATE INDEX entries_folders ON entries(drive, id) WHERE kind = 0;";
}
