using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The disk of one device. Every change is one instant; it outlives the engine.</summary>
internal sealed class VirtualDisk(TimeProvider clock, bool ignoresCase = false)
{
    private readonly HashSet<long> _stamps = [];
    private readonly VirtualNode _root = new() { Key = new LocalKey(1, 1), Name = "", Kind = LocalKind.Folder, Names = NamesOf(ignoresCase) };
    private ulong _lastInode = 1;

    /// <summary>Told of every folder whose list or files changed.</summary>
    public event Action<LocalPath>? Changed;

    public bool IsMounted { get; set; } = true;

    public bool IgnoresCase => ignoresCase;

    public VirtualNode Root => _root;

    public IEnumerable<VirtualNode> All => _root.WithAllBelow().Skip(1);

    /// <summary>Path and content of everything, for comparing devices; folders have no content.</summary>
    public SortedDictionary<string, string> Picture() => new(
        All.ToDictionary(node => node.Path.Value, node => node.Kind is LocalKind.Folder ? "/" : Convert.ToHexString(node.Content)), StringComparer.Ordinal);

    public VirtualNode? Find(LocalPath path)
    {
        var node = _root;
        foreach (var name in path.IsRoot ? [] : path.Value.Split('/'))
        {
            if (!node.Children.TryGetValue(name, out var child))
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    public VirtualNode MakeFolder(VirtualNode parent, string name) => Add(parent, New(name, LocalKind.Folder));

    public VirtualNode MakeFile(VirtualNode parent, string name, byte[] content, bool isUsers)
    {
        var file = New(name, LocalKind.File);
        file.Content = content;
        file.IsUsers = isUsers;
        return Add(parent, file);
    }

    /// <summary>Writes in place.</summary>
    public void Write(VirtualNode file, byte[] content, bool isUsers)
    {
        file.Content = content;
        file.IsUsers = isUsers;
        file.ModifiedTicks = file.ChangedTicks = Now();
        Tell(file.Parent!);
    }

    public void Move(VirtualNode node, VirtualNode parent, string name)
    {
        var old = node.Parent!;
        old.Children.Remove(node.Name);
        node.Name = name;
        node.ChangedTicks = Now();
        parent.Children.Add(name, node);
        node.Parent = parent;
        Tell(old);
        Tell(parent);
    }

    public void Remove(VirtualNode node)
    {
        var parent = node.Parent!;
        parent.Children.Remove(node.Name);
        node.Parent = null;
        Tell(parent);
    }

    /// <summary>One file takes the place of another in one instant.</summary>
    public void Replace(VirtualNode old, VirtualNode file)
    {
        var parent = old.Parent!;
        parent.Children[old.Name] = file;
        file.Parent = parent;
        old.Parent = null;
        Tell(parent);
    }

    public VirtualNode New(string name, LocalKind kind)
    {
        var now = Now();
        return new VirtualNode { Key = new LocalKey(++_lastInode, now), Name = name, Kind = kind, ModifiedTicks = now, ChangedTicks = now, Names = NamesOf(ignoresCase) };
    }

    public VirtualNode Add(VirtualNode parent, VirtualNode node)
    {
        parent.Children.Add(node.Name, node);
        node.Parent = parent;
        Tell(parent);
        return node;
    }

    public void SetAttributes(VirtualNode file, DateTimeOffset modifiedAt, bool executable)
    {
        file.ModifiedTicks = modifiedAt.UtcTicks;
        file.Executable = executable;
        file.ChangedTicks = Now();
        Tell(file.Parent!);
    }

    public static bool IsWithin(VirtualNode? node, VirtualNode folder)
    {
        for (; node is not null; node = node.Parent)
        {
            if (node == folder)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The time as this disk writes it: it may go back, but no moment comes twice.</summary>
    private long Now()
    {
        var milliseconds = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond;
        while (!_stamps.Add(milliseconds))
        {
            milliseconds++;
        }

        return milliseconds * TimeSpan.TicksPerMillisecond;
    }

    private static StringComparer NamesOf(bool ignoresCase) => ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private void Tell(VirtualNode folder) => Changed?.Invoke(folder.Path);
}
