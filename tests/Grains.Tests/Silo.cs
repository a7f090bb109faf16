using FileStorage.Grains;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Memory;
using FileStorage.Storage.Chunks.Scrubbing;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Storage.Metadata.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Streams;

namespace FileStorage.Tests.Grains.Tests;

/// <summary>One silo with the real grains over stores in memory. Each test has its own.</summary>
public sealed class Silo : IAsyncDisposable
{
    private readonly IHost _host;

    private Silo(IHost host, ManualClock clock)
    {
        _host = host;
        Clock = clock;
    }

    internal ManualClock Clock { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IStreamProvider Streams => _host.Services.GetRequiredKeyedService<IStreamProvider>(DriveBells.Provider);

    public IChunkRowStore ChunkRows => _host.Services.GetRequiredService<IChunkRowStore>();

    public IChunkStore Chunks => _host.Services.GetRequiredService<IChunkStore>();

    public IInventoryStore Inventory => _host.Services.GetRequiredService<IInventoryStore>();

    public IFileStore Files => _host.Services.GetRequiredService<IFileStore>();

    public ISearchIndex SearchIndex => _host.Services.GetRequiredService<ISearchIndex>();

    public IDriveStore Drives => _host.Services.GetRequiredService<IDriveStore>();

    public static Task<Silo> StartAsync(params KeyValuePair<string, string?>[] settings)
    {
        var clock = new ManualClock();
        return StartAsync(clock, new MemoryChunkStore(clock), settings);
    }

    /// <summary>With a chunk store that others may use as well.</summary>
    internal static async Task<Silo> StartAsync(ManualClock clock, IChunkStore chunks, params KeyValuePair<string, string?>[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddInMemoryMetadata();
        builder.Services.AddInMemorySearch();
        builder.Services.AddSingleton(chunks);
        builder.Services.AddSingleton<ChunkScrubber>();
        builder.Services.AddGrains();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(DriveBells.Provider));
        var host = builder.Build();
        await host.StartAsync();
        return new Silo(host, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
