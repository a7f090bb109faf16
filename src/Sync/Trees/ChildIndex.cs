namespace FileStorage.Sync.Trees;

/// <summary>
/// The children of one folder by name. Names are unique once a tree is whole; while news is being taken in, two may hold one name for a
/// moment, and the one that came later is found only when the other has gone.
/// </summary>
internal sealed class ChildIndex<TNode>(IEqualityComparer<string> names)
    where TNode : class
{
    private readonly Dictionary<string, TNode> _byName = new(names);
    private List<(string Name, TNode Node)>? _later;

    public int Count => _byName.Count + (_later?.Count ?? 0);

    public TNode? Find(string name) => _byName.GetValueOrDefault(name);

    public void Add(string name, TNode node)
    {
        if (!_byName.TryAdd(name, node))
        {
            (_later ??= []).Add((name, node));
        }
    }

    public void Remove(string name, TNode node)
    {
        if (!_byName.TryGetValue(name, out var first) || first != node)
        {
            _later?.RemoveAll(later => later.Node == node);
            return;
        }

        _byName.Remove(name);
        if (_later is not null && _later.FindIndex(later => names.Equals(later.Name, name)) is >= 0 and var next)
        {
            _byName.Add(name, _later[next].Node);
            _later.RemoveAt(next);
        }
    }

    /// <summary>All children, in no order; nothing may be added or removed meanwhile.</summary>
    public IEnumerable<TNode> All => _later is null ? _byName.Values : _byName.Values.Concat(_later.Select(later => later.Node));
}
