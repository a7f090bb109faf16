using System.Text;
using FileStorage.Sync.Local;
using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Local.Linux;

/// <summary>A real folder of its own for one test, opened for sync.</summary>
internal sealed class SyncedFolder : IAsyncDisposable
{
    public static readonly DateTimeOffset SomeTime = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    public SyncedFolder()
    {
        Directory.CreateDirectory(Path);
        Folder = LinuxFolder.Open(Path, Guid.NewGuid(), TimeProvider.System);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "filestorage-sync-" + Guid.NewGuid().ToString("N"));

    public LinuxFolder Folder { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Staging => At(OwnFolder.Name, "staging");

    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public LocalPath Write(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
        return new LocalPath(name);
    }

    public string Read(string name) => File.ReadAllText(At(name));

    public async Task<LocalEntry> FindAsync(string name) =>
        await Folder.FindAsync(new LocalPath(name), Token) ?? throw new InvalidOperationException($"There is no {name}.");

    public async Task<IStagedFile> StageAsync(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var staged = await Folder.StageAsync(bytes.Length, Token);
        await staged.WriteAsync(0, bytes, Token);
        return staged;
    }

    public async Task<LocalOutcome> PublishAsync(string name, string content, LocalEntry? replaced = null, bool executable = false)
    {
        await using var staged = await StageAsync(content);
        return await Folder.PublishAsync(staged, new LocalPath(name), replaced, SomeTime, executable, Token);
    }

    /// <summary>As after a kill: what is in the staging folder stays there.</summary>
    public async Task CloseAsync() => await Folder.DisposeAsync();

    public void OpenAgain() => Folder = LinuxFolder.Open(Path, newId: null, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await Folder.DisposeAsync();
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
