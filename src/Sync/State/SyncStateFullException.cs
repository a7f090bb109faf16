namespace FileStorage.Sync.State;

/// <summary>There is no room for the state of sync; nothing was written, and what is stored is whole.</summary>
public sealed class SyncStateFullException(string message) : IOException(message);
