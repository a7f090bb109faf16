namespace FileStorage.Sync.Local;

/// <summary>Another process syncs this folder already; there can be only one.</summary>
public sealed class LocalFolderInUseException(string message) : IOException(message);
