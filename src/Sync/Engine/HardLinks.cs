using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Tells files that have several names from files that move: one name of each is synced, the others are left alone.</summary>
internal sealed class HardLinks(LocalTree tree)
{
    private const int MostMovesOfOneScan = 3;

    private readonly Dictionary<LocalKey, int> _moves = [];
    private readonly HashSet<LocalKey> _known = [];

    /// <summary>A file that turns up in one folder and then again in the other has a name in each.</summary>
    public bool HasAnotherName(LocalNode listed, LocalEntry entry)
    {
        if (entry.Kind is not LocalKind.File || tree.Find(entry.Key) is not { } known || (known.Parent == listed && known.Entry.Name == entry.Name))
        {
            return false;
        }

        if (_known.Contains(entry.Key))
        {
            return true;
        }

        var moves = _moves[entry.Key] = _moves.GetValueOrDefault(entry.Key) + 1;
        return moves > MostMovesOfOneScan && _known.Add(entry.Key);
    }

    /// <summary>The name that is synced is gone: the next one that shows up takes its place.</summary>
    public void Forget(LocalKey key) => _known.Remove(key);

    /// <summary>A scan is over; moves of the next one are counted anew.</summary>
    public void EndScan() => _moves.Clear();
}
