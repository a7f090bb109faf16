using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Silo.Telemetry;

namespace FileStorage.Silo.Hosting;

/// <summary>What the operator is told once the service listens.</summary>
internal static class Welcome
{
    public static async Task WriteAsync(WebApplication application, TextWriter output)
    {
        int[] own = TelemetryServices.Read(application.Configuration) is { } telemetry ? [.. telemetry.OwnPorts().Select(static own => own.Port)] : [];
        foreach (var url in application.Urls)
        {
            var isOwn = Uri.TryCreate(url, UriKind.Absolute, out var address) && own.Contains(address.Port);
            await output.WriteLineAsync(isOwn ? $"Operators look at {url}" : $"FileStorage listens on {url}");
        }

        await output.WriteLineAsync($"Data is in {application.Services.GetRequiredService<DataFolder>().Path}");
        var grains = application.Services.GetRequiredService<IGrainFactory>();
        if (await grains.GetGrain<IRegistrationGrain>(0).IsEmptyAsync(CancellationToken.None))
        {
            var url = application.Urls.FirstOrDefault() ?? "http://127.0.0.1:8080";
            await output.WriteLineAsync("There is no account yet. Make the first one, the administrator's:");
            await output.WriteLineAsync($"  FILESTORAGE_URL={url} dotnet run --project src/Cli -- register you@example.org");
            await output.WriteLineAsync(
                $"  curl -H 'Content-Type: application/json' -d '{{\"email\":\"you@example.org\",\"password\":\"at least ten characters\"}}' {url}/api/v1/accounts");
        }

        await output.FlushAsync();
    }
}
