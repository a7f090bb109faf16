using System.Text;
using FileStorage.Core.Entries;
using FileStorage.Sync.Engine;
using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Two devices, one and two, that work apart and then meet: for telling what a rule says, without faults.</summary>
internal sealed class Scene(WorldFaults faults, ulong seed)
{
    private readonly SyncWorld _world = SyncWorld.OfModel(seed, faults, devices: 2);

    public VirtualDevice One => _world.Devices[0];

    public VirtualDevice Two => _world.Devices[1];

    public ModelDrive Drive => (ModelDrive)_world.Drive;

    public static void Play(Func<Scene, Task> play, bool mergesText = false, WorldFaults? faults = null, ulong seed = 7)
    {
        var scene = new Scene(faults ?? WorldFaults.None, seed);
        scene.One.MergesText = scene.Two.MergesText = mergesText;
        scene._world.Run(async () =>
        {
            await play(scene);
            scene.One.Crash();
            scene.Two.Crash();
        });
    }

    /// <summary>What both devices have, before they part.</summary>
    public async Task BeginAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            Save(One, path, path.EndsWith('/') ? "" : $"first {path}");
        }

        One.Start();
        Two.Start();
        await RestAsync();
        Assert.Equal(One.Disk.Picture(), Two.Disk.Picture());
        One.SetOnline(false);
        Two.SetOnline(false);
    }

    /// <summary>The devices meet the server again, one after the other.</summary>
    public async Task MeetAsync(VirtualDevice first)
    {
        await RestAsync();
        first.SetOnline(true);
        await RestAsync();
        One.SetOnline(true);
        Two.SetOnline(true);
        await RestAsync();
        Assert.Equal(Drive.Picture(), One.Disk.Picture());
        Assert.Equal(Drive.Picture(), Two.Disk.Picture());
    }

    public Task RestAsync() => Task.Delay(TimeSpan.FromMinutes(2), _world.Clock);

    /// <summary>Writes a file, or makes the folder that a path with a slash at its end names.</summary>
    public static void Save(VirtualDevice device, string path, string content)
    {
        var folder = FolderOf(device, path.TrimEnd('/'));
        var name = new LocalPath(path.TrimEnd('/')).Name;
        if (path.EndsWith('/'))
        {
            device.Disk.MakeFolder(folder, name);
        }
        else if (folder.Children.TryGetValue(name, out var file))
        {
            device.Disk.Write(file, Encoding.UTF8.GetBytes(content), isUsers: true);
        }
        else
        {
            device.Disk.MakeFile(folder, name, Encoding.UTF8.GetBytes(content), isUsers: true);
        }
    }

    public static void Move(VirtualDevice device, string source, string target) =>
        device.Disk.Move(device.Disk.Find(new LocalPath(source))!, FolderOf(device, target), new LocalPath(target).Name);

    public static void Remove(VirtualDevice device, string path) => device.Disk.Remove(device.Disk.Find(new LocalPath(path))!);

    /// <summary>Paths with contents as text; folders end in a slash.</summary>
    public Dictionary<string, string> Show() => Drive.Picture().ToDictionary(
        entry => entry.Value == "/" ? entry.Key + "/" : entry.Key,
        entry => entry.Value == "/" ? "" : Encoding.UTF8.GetString(Convert.FromHexString(entry.Value)));

    public static int Uploads(VirtualDevice device) => (int)device.Engine!.GetStatus().UploadedFiles;

    public static SyncActivity Activity(VirtualDevice device) => device.Engine!.GetStatus().Activity;

    public ModelEntry Entry(string path) =>
        Drive.All.Single(entry => entry.Id != Drive.RootId && Drive.FindLive(entry.Id) is not null && Drive.PathOf(entry) == path);

    public IEnumerable<string> Trash() => Drive.All.Where(entry => entry.State is FileStorage.Sync.Remote.RemoteState.Trashed).Select(entry => entry.Name);

    public int FileCount => Drive.All.Count(entry => entry.Kind is EntryKind.File);

    private static VirtualNode FolderOf(VirtualDevice device, string path) => device.Disk.Find(new LocalPath(path).Parent)!;
}
