using FileStorage.Sync.Local;

namespace FileStorage.Sync.Ignoring;

/// <summary>What takes part in sync on this device. What does not is left alone on both sides: never uploaded, downloaded or deleted.</summary>
public interface ISyncScope
{
    /// <summary>
    /// Whether a file or folder takes part. Nothing below a folder that does not takes part. A folder on the way to a selected one takes part
    /// itself. Pure and fast: the answer for a path changes only in <see cref="RefreshAsync"/>.
    /// </summary>
    bool IsIncluded(LocalPath path, bool isFolder);

    /// <summary>Reads the rules anew; true where they changed, so that everything has to be looked at again. Before each look at the whole tree.</summary>
    ValueTask<bool> RefreshAsync(CancellationToken cancellationToken);
}
