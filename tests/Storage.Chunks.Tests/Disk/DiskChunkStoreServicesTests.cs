using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Scrubbing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

public sealed class DiskChunkStoreServicesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_opens_the_store_with_its_settings_and_closes_it()
    {
        var (id, plain) = Sample.Chunk(1000);
        ChunkLocation location;
        using (var host = Host(("Chunks:Lanes", "1")))
        {
            await host.StartAsync(Token);
            var store = host.Services.GetRequiredService<IChunkStore>();
            location = await store.PutAsync(id, plain, Token);
            Assert.Same(store, host.Services.GetRequiredService<DiskChunkStore>());
            await host.Services.GetRequiredService<KeyRing>().RotateAsync(Token);
            await host.StopAsync(Token);
        }

        using var again = Host();
        await again.StartAsync(Token);
        Assert.Null(await again.Services.GetRequiredService<ChunkScrubber>().CheckAsync(id, location, Token));
    }

    [Theory]
    [InlineData("Chunks:Lanes", "0")]
    [InlineData("Chunks:PackBytes", "1")]
    [InlineData("Chunks:ReserveBytes", "-1")]
    [InlineData("Chunks:OpenPacks", "0")]
    public async Task A_setting_that_cannot_be_ends_the_start(string key, string value)
    {
        using var host = Host((key, value));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(key.Split(':')[1], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_master_key_ends_the_start()
    {
        using var host = Host(("Chunks:MasterKey", "not a key"));

        await Assert.ThrowsAsync<KeyRingException>(() => host.StartAsync(Token));
    }

    private IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, string? (pair) => pair.Value));
        builder.Services.AddDiskChunkStore(options => options.Directory = _folder.Path);
        return builder.Build();
    }
}
