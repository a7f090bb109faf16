namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>A folder of a test's own, removed afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("filestorage-chunks-").FullName;

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
