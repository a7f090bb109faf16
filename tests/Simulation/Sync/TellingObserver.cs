using FileStorage.Sync.Engine;
using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Tells what a device's engine does, for looking into one seed.</summary>
internal sealed class TellingObserver(SyncWorld world, string device) : ISyncObserver
{
    private SyncActivity _last;

    public void Done(SyncAction action, LocalPath path) => world.Tell($"    {device}: {action} {path}");

    public void Changed(SyncStatus status)
    {
        if (status.Activity != _last)
        {
            _last = status.Activity;
            world.Tell($"    {device}: {status.Activity} {status.LastError}");
        }
    }
}
