namespace FileStorage.Sync.Remote;

/// <summary>The server cannot be reached or asks to come again later. The normal state of a device that is offline.</summary>
public sealed class RemoteUnavailableException(string message, TimeSpan? retryAfter, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When the server said so: not before this long.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
