using FileStorage.Sync.Local;

namespace FileStorage.Sync.Trees;

/// <summary>
/// What this device's folder showed, by <see cref="LocalKey"/>. What a listing no longer shows is missing, not gone: it may turn up under
/// another name or folder, and only <see cref="SettleMissing"/> takes it for deleted.
/// </summary>
internal sealed class LocalTree
{
    private readonly IEqualityComparer<string> _names;
    private readonly Dictionary<LocalKey, LocalNode> _nodes = [];
    private readonly HashSet<LocalNode> _missing = [];
    private readonly Dictionary<LocalKey, long> _removed = [];

    public LocalTree(LocalEntry root, bool ignoresCase)
    {
        _names = ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        Root = new LocalNode(root);
        _nodes.Add(root.Key, Root);
    }

    public LocalNode Root { get; }

    public int Count => _nodes.Count - 1;

    public IEnumerable<LocalNode> All => _nodes.Values;

    public IReadOnlyCollection<LocalNode> Missing => _missing;

    /// <summary>What has this key and is where a listing showed it.</summary>
    public LocalNode? Find(LocalKey key) => _nodes.TryGetValue(key, out var node) && IsPresent(node) ? node : null;

    /// <summary>What has this key, though it may be missing.</summary>
    public LocalNode? FindAnywhere(LocalKey key) => _nodes.GetValueOrDefault(key);

    public bool IsPresent(LocalNode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node == Root;
    }

    public static LocalPath PathOf(LocalNode node)
    {
        if (node.Parent is null)
        {
            return LocalPath.Root;
        }

        var names = new List<string>();
        for (var next = node; next.Parent is not null; next = next.Parent)
        {
            names.Add(next.Entry.Name);
        }

        names.Reverse();
        return new LocalPath(string.Join('/', names));
    }

    public LocalNode? FindByPath(LocalPath path)
    {
        var node = Root;
        foreach (var name in path.IsRoot ? [] : path.Value.Split('/'))
        {
            node = node.Children?.Find(name) is { } child && child.Entry.Name == name
                ? child
                : node.AllChildren.FirstOrDefault(other => other.Entry.Name == name);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    public static bool IsWithin(LocalNode? node, LocalNode ancestor)
    {
        for (; node is not null; node = node.Parent)
        {
            if (node == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts an entry in a folder, where it is new, changed, moved there, or found again.</summary>
    /// <exception cref="ArgumentException">The entry is the folder itself.</exception>
    public LocalNode Put(LocalNode folder, LocalEntry entry)
    {
        if (folder.Key == entry.Key)
        {
            throw new ArgumentException($"A folder cannot lie in itself ({PathOf(folder).Value}).", nameof(entry));
        }

        if (!_nodes.TryGetValue(entry.Key, out var node) || node.Entry.Kind != entry.Kind)
        {
            if (node is not null)
            {
                Forget(node, []);
            }

            node = new LocalNode(entry);
            _nodes.Add(entry.Key, node);
        }
        else
        {
            if (node.Parent == folder && node.Entry.Name == entry.Name)
            {
                node.Entry = entry;
                return node;
            }

            Unhang(node);
            _missing.Remove(node);
            node.Entry = entry;
        }

        // Two listings of different moments may show a folder inside of itself; what lies between turns up again where it is.
        for (var above = folder; above is not null; above = above.Parent)
        {
            if (above.Parent == node)
            {
                SetMissing(above);
                break;
            }
        }

        node.Parent = folder;
        (folder.Children ??= new ChildIndex<LocalNode>(_names)).Add(node.NormalName, node);
        return node;
    }

    /// <summary>No longer where it was.</summary>
    public void SetMissing(LocalNode node)
    {
        Unhang(node);
        _missing.Add(node);
    }

    /// <summary>An operation of ours removed it, or put something else in its place.</summary>
    public void Remove(LocalNode node, long now)
    {
        _removed[node.Key] = now;
        Forget(node, []);
    }

    /// <summary>Whether an operation of ours has removed it since, so that a listing which shows it is too old.</summary>
    public bool WasRemovedSince(LocalKey key, long startedAt) => _removed.TryGetValue(key, out var at) && at >= startedAt;

    /// <summary>No listing is under way that began earlier than everything that is known.</summary>
    public void ForgetRemoved() => _removed.Clear();

    /// <summary>Takes what is missing for deleted. Only when everything that may show it again has been listed.</summary>
    /// <returns>All that is gone.</returns>
    public List<LocalNode> SettleMissing(Func<LocalNode, bool> isDue)
    {
        var gone = new List<LocalNode>();
        foreach (var node in _missing.Where(isDue).ToList())
        {
            Forget(node, gone);
        }

        return gone;
    }

    private void Forget(LocalNode node, List<LocalNode> gone)
    {
        Unhang(node);
        _missing.Remove(node);
        var stack = new Stack<LocalNode>([node]);
        while (stack.TryPop(out var next))
        {
            _nodes.Remove(next.Key);
            gone.Add(next);
            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }
    }

    private static void Unhang(LocalNode node)
    {
        if (node.Parent is { } parent)
        {
            parent.Children!.Remove(node.NormalName, node);
            node.Parent = null;
        }
    }
}
