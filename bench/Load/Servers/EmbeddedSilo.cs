using FileStorage.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Bench.Load.Servers;

/// <summary>The service inside this process, whose grains can be called without HTTP.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EmbeddedSilo(WebApplication application) => _application = application;

    public IGrainFactory Grains => _application.Services.GetRequiredService<IGrainFactory>();

    public static async Task<EmbeddedSilo> StartAsync(string folder, IEnumerable<string> settings)
    {
        var application = SiloHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", folder, "--Logging:LogLevel:Default=Warning", .. settings]);
        await application.StartAsync();
        return new EmbeddedSilo(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();

        // Held until the process ends otherwise, and the next one is to open the folder.
        _application.Services.GetRequiredService<DataFolder>().Dispose();
        await _application.DisposeAsync();
    }
}
