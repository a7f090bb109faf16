namespace FileStorage.Bench.Load.Servers;

/// <summary>An empty data folder for one run.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("filestorage-load-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
