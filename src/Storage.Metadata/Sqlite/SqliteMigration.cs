namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>One step of the schema. A step that was released never changes; the next change is a new step.</summary>
internal sealed record SqliteMigration(int Number, string Script);
