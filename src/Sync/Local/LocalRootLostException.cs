namespace FileStorage.Sync.Local;

/// <summary>
/// The synced folder is not there, is not the one that was synced (its marker is missing, or another file system is mounted), or
/// cannot be read. Never to be taken for "everything was deleted": the engine stops and says so.
/// </summary>
public sealed class LocalRootLostException(string message, Exception? inner = null) : IOException(message, inner);
