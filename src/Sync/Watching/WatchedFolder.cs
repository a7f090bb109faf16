using FileStorage.Sync.Local;

namespace FileStorage.Sync.Watching;

/// <summary>A folder that is watched, in a tree of names, so that a renamed folder takes all below it along.</summary>
internal sealed class WatchedFolder(int watch, string name)
{
    private Dictionary<string, WatchedFolder>? _children;

    /// <summary>The kernel's number of it.</summary>
    public int Watch => watch;

    public string Name { get; private set; } = name;

    public WatchedFolder? Parent { get; private set; }

    public IEnumerable<WatchedFolder> Children => _children?.Values ?? Enumerable.Empty<WatchedFolder>();

    public void Attach(WatchedFolder parent, string name)
    {
        Detach();
        Name = name;
        Parent = parent;
        parent._children ??= new Dictionary<string, WatchedFolder>(StringComparer.Ordinal);
        if (parent._children.Remove(name, out var former))
        {
            former.Parent = null;
        }

        parent._children[name] = this;
    }

    public void Detach()
    {
        Parent?._children!.Remove(Name);
        Parent = null;
    }

    public WatchedFolder? Child(string name) => _children?.GetValueOrDefault(name);

    /// <summary>Where it is now; null where it, or a folder above it, was moved out of <paramref name="root"/>.</summary>
    public LocalPath? PathBelow(WatchedFolder root) =>
        this == root ? LocalPath.Root : Parent?.PathBelow(root)?.Child(Name);
}
