namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// What a write is about. Of the writes that wait together, those about chunks may go first, then versions, then all others: each depends on
/// those before it only. So that writes of one kind stand side by side and can be one statement.
/// </summary>
public enum WriteStage
{
    Chunks = 0,
    Versions = 1,
    Others = 2,
}
