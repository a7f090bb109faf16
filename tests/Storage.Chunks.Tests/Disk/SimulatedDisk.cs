using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>A disk chunk store on a <see cref="SimulatedPackFolder"/>; its keys are real files.</summary>
internal sealed class SimulatedDisk : IDisposable
{
    private readonly TestFolder _keys = new();
    private readonly DiskChunkStoreOptions _options = new() { Directory = "-", ReserveBytes = 0, Lanes = 1 };

    public SimulatedDisk(Action<DiskChunkStoreOptions>? configure = null)
    {
        configure?.Invoke(_options);
        Store = Open();
    }

    public SimulatedPackFolder Folder { get; private set; } = new();

    public DiskChunkStore Store { get; private set; }

    public void LosePower(Random random)
    {
        var after = Folder.LosePower(random);
        Store.Dispose();
        Folder = after;
        Store = Open();
    }

    public void Restart()
    {
        Store.Dispose();
        Store = Open();
    }

    public void Dispose()
    {
        Store.Dispose();
        _keys.Dispose();
    }

    private DiskChunkStore Open() => new(
        Folder,
        KeyRing.Open(new KeyFiles(_keys.Path), new MasterKeySettings(), mayCreate: true, TimeProvider.System),
        _options,
        TimeProvider.System,
        NullLogger<DiskChunkStore>.Instance);
}
