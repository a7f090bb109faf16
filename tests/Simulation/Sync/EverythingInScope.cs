using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Takes part: everything, but for a few names that are ignored.</summary>
internal sealed class EverythingInScope : ISyncScope
{
    public bool IsIncluded(LocalPath path, bool isFolder) => !path.Value.Split('/').Any(name => name.StartsWith('~'));

    public ValueTask<bool> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
