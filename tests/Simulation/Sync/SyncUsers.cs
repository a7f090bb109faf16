using System.Globalization;
using System.Text;
using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>People: they save, move and delete on all devices and in the browser, few names and few folders, so that they get in each other's way.</summary>
internal sealed class SyncUsers(SyncWorld world)
{
    private static readonly string[] Names = ["a", "b", "c", "d.txt", "e"];

    private readonly HashSet<string> _saved = [];
    private readonly HashSet<string> _givenUp = [];
    private int _contents;

    /// <summary>What somebody saved and nobody deleted or overwrote, in parts (see <see cref="PartsOf"/>).</summary>
    public IEnumerable<string> MustBeKept => _saved.Except(_givenUp);

    /// <summary>What must not be lost of a content: all of it, in hexadecimal; where text is merged, each of its lines.</summary>
    public IEnumerable<string> PartsOf(byte[] content) =>
        world.MergesText ? Encoding.ASCII.GetString(content).Split('\n').Where(line => line.StartsWith("line", StringComparison.Ordinal)) : [Convert.ToHexString(content)];

    public void ActOn(VirtualDevice device)
    {
        if (!device.Disk.IsMounted)
        {
            return;
        }

        var disk = device.Disk;
        switch (world.Random.Next(16))
        {
            case < 4:
                Save(device, PickFolder(disk), PickName(), isByRename: false);
                break;
            case < 6:
                Save(device, PickFolder(disk), PickName(), isByRename: true);
                break;
            case < 8:
                MakeFolder(device, PickFolder(disk));
                break;
            case < 12:
                Move(device, Pick(disk), PickFolder(disk), PickName());
                break;
            case < 14:
                Remove(device, Pick(disk));
                break;
            case 14:
                SwapNames(device, Pick(disk), Pick(disk));
                break;
            default:
                Touch(device, Pick(disk));
                break;
        }
    }

    /// <summary>Mostly new, at times what somebody else saved, too.</summary>
    public byte[] NewContent()
    {
        var number = world.Random.Chance(0.1) && _contents > 0 ? world.Random.Next(_contents) : _contents++;
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"content {number} {new string('x', number % 17)}"));
    }

    public string PickName() => Names[world.Random.Next(Names.Length)];

    private void Save(VirtualDevice device, VirtualNode folder, string name, bool isByRename)
    {
        var disk = device.Disk;
        if (folder.Children.GetValueOrDefault(name) is { Kind: LocalKind.Folder })
        {
            return;
        }

        var old = folder.Children.GetValueOrDefault(name);
        var content = world.MergesText ? NewText(old) : NewContent();
        _saved.UnionWith(PartsOf(content));
        world.Tell($"{device.Name}: save {folder.Path.Child(name)} {(isByRename ? "by rename " : "")}{Encoding.ASCII.GetString(content)}");
        if (old is null)
        {
            disk.MakeFile(folder, name, content, isUsers: true);
            return;
        }

        _givenUp.UnionWith(PartsOf(old.Content).Except(PartsOf(content)));
        if (isByRename)
        {
            var file = disk.New(name, LocalKind.File);
            file.Content = content;
            file.IsUsers = true;
            disk.Replace(old, file);
        }
        else
        {
            disk.Write(old, content, isUsers: true);
        }
    }

    private void MakeFolder(VirtualDevice device, VirtualNode parent)
    {
        var name = PickName();
        if (!parent.Children.ContainsKey(name))
        {
            world.Tell($"{device.Name}: mkdir {parent.Path.Child(name)}");
            device.Disk.MakeFolder(parent, name);
        }
    }

    private void Move(VirtualDevice device, VirtualNode? node, VirtualNode parent, string name)
    {
        if (node is null || parent.Children.ContainsKey(name) || VirtualDisk.IsWithin(parent, node))
        {
            return;
        }

        world.Tell($"{device.Name}: move {node.Path} to {parent.Path.Child(name)}");
        device.Disk.Move(node, parent, name);
    }

    private void Remove(VirtualDevice device, VirtualNode? node)
    {
        if (node is null)
        {
            return;
        }

        world.Tell($"{device.Name}: remove {node.Path}");
        foreach (var gone in node.WithAllBelow())
        {
            GiveUp(gone);
        }

        device.Disk.Remove(node);
    }

    private void SwapNames(VirtualDevice device, VirtualNode? one, VirtualNode? other)
    {
        if (one is null || other is null || VirtualDisk.IsWithin(one, other) || VirtualDisk.IsWithin(other, one))
        {
            return;
        }

        world.Tell($"{device.Name}: swap {one.Path} and {other.Path}");
        var (parent, name) = (one.Parent!, one.Name);
        var (otherParent, otherName) = (other.Parent!, other.Name);
        device.Disk.Move(one, device.Disk.Root, ".swap");
        device.Disk.Move(other, parent, name);
        device.Disk.Move(one, otherParent, otherName);
    }

    private void Touch(VirtualDevice device, VirtualNode? node)
    {
        if (node is { Kind: LocalKind.File })
        {
            world.Tell($"{device.Name}: touch {node.Path}");
            device.Disk.Write(node, node.Content, node.IsUsers);
        }
    }

    private void GiveUp(VirtualNode node) => _givenUp.UnionWith(PartsOf(node.Content));

    /// <summary>A text of three lines, or one of the lines of the text there is written anew.</summary>
    private byte[] NewText(VirtualNode? old)
    {
        var lines = old is null || world.Random.Chance(0.2) ? ["", "", ""] : Encoding.ASCII.GetString(old.Content).Split("\n-\n");
        var fresh = lines.Length != 3 || lines[0].Length == 0 ? -1 : world.Random.Next(3);
        return Encoding.ASCII.GetBytes(string.Join("\n-\n", Enumerable.Range(0, 3).Select(
            line => fresh < 0 || fresh == line ? string.Create(CultureInfo.InvariantCulture, $"line {_contents++}") : lines[line])));
    }

    private VirtualNode PickFolder(VirtualDisk disk)
    {
        var folders = disk.All.Where(node => node.Kind is LocalKind.Folder).Append(disk.Root).ToList();
        return folders[world.Random.Next(folders.Count)];
    }

    private VirtualNode? Pick(VirtualDisk disk)
    {
        var nodes = disk.All.ToList();
        return nodes.Count == 0 ? null : nodes[world.Random.Next(nodes.Count)];
    }
}
