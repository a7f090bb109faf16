namespace FileStorage.Sync.Local;

/// <summary>The disk of the synced folder is full; nothing that was there has been touched.</summary>
public sealed class LocalDiskFullException(string message, Exception? inner = null) : IOException(message, inner);
