using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Trees;

/// <summary>What the server told of the drive. Only what hangs on the synced root counts; the rest waits for news that explains it.</summary>
internal sealed class RemoteTree
{
    private readonly Dictionary<Guid, RemoteNode> _nodes = [];
    private readonly Dictionary<Guid, List<RemoteNode>> _orphans = [];
    private readonly HashSet<Guid> _loose = [];
    private readonly Guid? _chosenRootId;
    private Guid? _driveRootId;

    /// <param name="rootId">The folder that is synced; null for the whole drive.</param>
    public RemoteTree(Guid? rootId = null) => _chosenRootId = rootId;

    /// <summary>The folder that is synced; null while the server has not told of it.</summary>
    public RemoteNode? Root => (_chosenRootId ?? _driveRootId) is { } id && _nodes.TryGetValue(id, out var root) && IsAttached(root) ? root : null;

    public int Count => _nodes.Count;

    public IEnumerable<RemoteNode> All => _nodes.Values;

    /// <summary>The entry, if it lies below the synced root.</summary>
    public RemoteNode? Find(Guid id) => _nodes.TryGetValue(id, out var node) && IsBelowRoot(node) ? node : null;

    /// <summary>The entry, wherever it is.</summary>
    public RemoteNode? FindAnywhere(Guid id) => _nodes.GetValueOrDefault(id);

    public RemoteNode? FindChild(Guid parentId, string name) => _nodes.GetValueOrDefault(parentId)?.Children?.Find(name);

    /// <summary>Takes in what the server told; the node, whose place may have changed.</summary>
    public RemoteNode Apply(RemoteEntry entry)
    {
        if (!_nodes.TryGetValue(entry.Id, out var node))
        {
            node = new RemoteNode(entry);
            _nodes.Add(entry.Id, node);
            Attach(node);
            AdoptOrphans(node);
            return node;
        }

        var old = node.Entry;
        var isInPlace = node.Parent is not null || entry.ParentId == Guid.Empty || entry.State is not RemoteState.Live;
        if (isInPlace && old.ParentId == entry.ParentId && old.Name == entry.Name && old.State == entry.State)
        {
            node.Entry = entry;
            return node;
        }

        Detach(node);
        node.Entry = entry;
        Attach(node);
        return node;
    }

    /// <summary>
    /// Forgets everything that does not hang on the drive's root, but for folders in the trash with what lies in them: when one comes back, the
    /// news tells of it alone. Only once the news is read to its end.
    /// </summary>
    /// <param name="readSince">What an answer told since then may be newer than the news, and stays until the next time.</param>
    /// <returns>What was forgotten.</returns>
    public List<RemoteNode> Prune(long readSince)
    {
        var gone = new List<RemoteNode>();
        foreach (var id in _loose.ToList())
        {
            if (!_nodes.TryGetValue(id, out var node) || IsAttached(node) || IsInTrashedFolder(node))
            {
                _loose.Remove(id);
            }
            else if (node.AnsweredAt < readSince)
            {
                _loose.Remove(id);
                Forget(node, gone);
            }
        }

        return gone;
    }

    /// <summary>Takes an entry out, with all below it, as if it had been purged; it goes with the next <see cref="Prune"/>.</summary>
    public void Remove(RemoteNode node)
    {
        Detach(node);
        node.Entry = node.Entry with { State = RemoteState.Purged };
        _loose.Add(node.Id);
    }

    /// <summary>Whether <paramref name="node"/> is <paramref name="ancestorId"/> or lies below it.</summary>
    public static bool IsWithin(RemoteNode? node, Guid ancestorId)
    {
        for (; node is not null; node = node.Parent)
        {
            if (node.Id == ancestorId)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBelowRoot(RemoteNode node)
    {
        var rootId = _chosenRootId ?? _driveRootId;
        if (node.Id == rootId)
        {
            return false;
        }

        var top = node;
        var isWithin = false;
        while (top.Parent is { } parent)
        {
            isWithin |= parent.Id == rootId;
            top = parent;
        }

        return isWithin && top.Id == _driveRootId && top.Entry.State is RemoteState.Live;
    }

    private static bool IsInTrashedFolder(RemoteNode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node.IsFolder && node.Entry.State is RemoteState.Trashed;
    }

    private bool IsAttached(RemoteNode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node.Id == _driveRootId && node.Entry.State is RemoteState.Live;
    }

    private void Attach(RemoteNode node)
    {
        var entry = node.Entry;
        if (entry.State is not RemoteState.Live)
        {
            _loose.Add(entry.Id);
            return;
        }

        if (entry.ParentId == Guid.Empty)
        {
            _driveRootId = entry.Id;
            return;
        }

        if (!_nodes.TryGetValue(entry.ParentId, out var parent) || parent == node)
        {
            _loose.Add(entry.Id);
            if (!_orphans.TryGetValue(entry.ParentId, out var waiting))
            {
                _orphans.Add(entry.ParentId, waiting = []);
            }

            waiting.Add(node);
            return;
        }

        // News may tell of the second of two moves first, which would close a ring: the rest of the news opens it.
        if (IsWithin(parent, node.Id))
        {
            Detach(TopBelow(parent, node));
        }

        Hang(node, parent);
    }

    private void Hang(RemoteNode node, RemoteNode parent)
    {
        node.Parent = parent;
        (parent.Children ??= new ChildIndex<RemoteNode>(StringComparer.Ordinal)).Add(node.Name, node);
        if (!IsAttached(parent))
        {
            _loose.Add(node.Id);
        }
    }

    private static RemoteNode TopBelow(RemoteNode node, RemoteNode ancestor)
    {
        while (node.Parent is { } parent && parent != ancestor)
        {
            node = parent;
        }

        return node;
    }

    private void Detach(RemoteNode node)
    {
        if (node.Parent is { } parent)
        {
            parent.Children!.Remove(node.Name, node);
            node.Parent = null;
            _loose.Add(node.Id);
        }
        else if (_orphans.TryGetValue(node.ParentId, out var waiting))
        {
            waiting.Remove(node);
        }
    }

    private void AdoptOrphans(RemoteNode node)
    {
        if (_orphans.Remove(node.Id, out var waiting))
        {
            foreach (var child in waiting)
            {
                Attach(child);
            }
        }
    }

    private void Forget(RemoteNode node, List<RemoteNode> gone)
    {
        var stack = new Stack<RemoteNode>([node]);
        Detach(node);
        while (stack.TryPop(out var next))
        {
            if (_nodes.Remove(next.Id))
            {
                gone.Add(next);
            }

            foreach (var child in next.AllChildren)
            {
                stack.Push(child);
            }
        }
    }
}
