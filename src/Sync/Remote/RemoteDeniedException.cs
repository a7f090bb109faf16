namespace FileStorage.Sync.Remote;

/// <summary>The token is dead or the account closed: sync stops and says so.</summary>
public sealed class RemoteDeniedException(string message, Exception? inner = null) : Exception(message, inner);
