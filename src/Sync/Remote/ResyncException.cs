namespace FileStorage.Sync.Remote;

/// <summary>The cursor is older than the kept journal, or of another time: begin again without one. Nothing local is lost by that.</summary>
public sealed class ResyncException(string message, bool wentBack = false) : Exception(message)
{
    /// <summary>The server was restored from a backup: what it does not know was not deleted.</summary>
    public bool WentBack { get; } = wentBack;
}
