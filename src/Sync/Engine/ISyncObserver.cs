using FileStorage.Sync.Local;

namespace FileStorage.Sync.Engine;

/// <summary>Told of what the engine does, on the engine's own flow: be quick, and do not throw.</summary>
public interface ISyncObserver
{
    /// <summary>A step was taken, on this device or on the server.</summary>
    void Done(SyncAction action, LocalPath path);

    /// <summary>The status is another one.</summary>
    void Changed(SyncStatus status);
}
