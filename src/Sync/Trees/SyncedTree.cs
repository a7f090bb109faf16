using FileStorage.Sync.Local;

namespace FileStorage.Sync.Trees;

/// <summary>The merge base: what was last the same on both sides, by the server's id.</summary>
internal sealed class SyncedTree
{
    private readonly Dictionary<Guid, SyncedNode> _nodes = [];
    private readonly Dictionary<LocalKey, SyncedNode> _byKey = [];
    private readonly Dictionary<(Guid ParentId, string Name), SyncedNode> _byPlace = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _children = [];

    public int Count => _nodes.Count;

    public IEnumerable<SyncedNode> All => _nodes.Values;

    public SyncedNode? Find(Guid id) => _nodes.GetValueOrDefault(id);

    public SyncedNode? FindByKey(LocalKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>What was last synced at a place; where a swap of names is half done, one of the two.</summary>
    public SyncedNode? FindByPlace(Guid parentId, string name) => _byPlace.GetValueOrDefault((parentId, name));

    public IReadOnlyCollection<Guid> ChildrenOf(Guid id) => _children.TryGetValue(id, out var children) ? children : [];

    /// <summary>Sets a node; one with another id but the same key is replaced, since a local file is one entry only.</summary>
    /// <returns>The node that was replaced because it had the key.</returns>
    public SyncedNode? Put(SyncedNode node)
    {
        Remove(node.Id);
        var rival = FindByKey(node.Key);
        if (rival is not null)
        {
            Remove(rival.Id);
        }

        _nodes.Add(node.Id, node);
        _byKey.Add(node.Key, node);
        _byPlace[node.Place] = node;
        if (!_children.TryGetValue(node.ParentId, out var children))
        {
            _children.Add(node.ParentId, children = []);
        }

        children.Add(node.Id);
        return rival;
    }

    public bool Remove(Guid id)
    {
        if (!_nodes.Remove(id, out var node))
        {
            return false;
        }

        _byKey.Remove(node.Key);
        if (_byPlace.GetValueOrDefault(node.Place) == node)
        {
            _byPlace.Remove(node.Place);
        }

        var children = _children[node.ParentId];
        children.Remove(id);
        if (children.Count == 0)
        {
            _children.Remove(node.ParentId);
        }

        return true;
    }
}
