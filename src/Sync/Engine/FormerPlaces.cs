using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Where folders were before they were moved, since the last scan of everything: a hint may still speak of the old place.</summary>
internal sealed class FormerPlaces(LocalTree local)
{
    private const int MostPlaces = 10_000;

    private readonly Dictionary<LocalPath, LocalNode> _places = [];

    /// <summary>A scan has ended; after one of everything no hint from before it matters any more.</summary>
    public void ForgetAfter(bool isWholeScan)
    {
        if (isWholeScan)
        {
            _places.Clear();
        }
    }

    /// <summary>Remembers where a folder is that is about to leave. False where there were too many: all of them are forgotten.</summary>
    public bool TryNote(LocalNode leaving)
    {
        var fits = _places.Count < MostPlaces;
        if (!fits)
        {
            _places.Clear();
        }

        if (leaving.IsFolder)
        {
            _places[LocalTree.PathOf(leaving)] = leaving;
        }

        return fits;
    }

    /// <summary>The folder that was at a path before it, or one above it, was moved; null where none was.</summary>
    public LocalNode? Find(LocalPath path)
    {
        for (var above = path; !above.IsRoot; above = above.Parent)
        {
            if (_places.TryGetValue(above, out var moved) && local.IsPresent(moved))
            {
                var rest = path.Value[above.Value.Length..].TrimStart('/');
                return rest.Length == 0 ? moved : local.FindByPath(LocalTree.PathOf(moved).Child(rest)) ?? moved;
            }
        }

        return null;
    }
}
