namespace FileStorage.Sync.Remote;

/// <summary>The cursor is older than the kept journal, or of another time: begin again without one. Nothing local is lost by that.</summary>
public sealed class ResyncException(string message) : Exception(message);
