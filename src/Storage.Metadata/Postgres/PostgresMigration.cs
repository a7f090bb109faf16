namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// One step of the schema. A step that was released never changes; the next change is a new step. Steps run while the release before
/// serves: they add, and leave what that release reads and writes.
/// </summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Script">Statements.</param>
/// <param name="InTransaction">
/// False for what cannot be in one, such as CREATE INDEX CONCURRENTLY: one statement that may be repeated after it was cut off.
/// </param>
internal sealed record PostgresMigration(int Number, string Script, bool InTransaction = true);
