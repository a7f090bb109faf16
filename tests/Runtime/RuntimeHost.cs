using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace FileStorage.Tests.Runtime;

/// <summary>One silo with a client, on whichever runtime the tests were built for.</summary>
public sealed partial class RuntimeHost : IAsyncLifetime
{
    private Func<Task>? _stop;

    public IServiceProvider Services { get; private set; } = null!;

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    public async ValueTask InitializeAsync() => (Services, _stop) = await StartAsync(Configure);

    public async ValueTask DisposeAsync()
    {
        if (_stop is not null)
        {
            await _stop();
        }
    }

    private static void Configure(ISiloBuilder builder) => builder
        .ConfigureServices(services => services.AddSingleton<Gates>())
        .AddMemoryStreams("bells")
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryGrainStorage("documents")
        .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2))
        .Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromMilliseconds(100);
            options.CollectionAge = TimeSpan.FromSeconds(1);
        });
}
