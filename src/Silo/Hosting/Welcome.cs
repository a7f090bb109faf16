using FileStorage.Grains.Interfaces.Accounts;

namespace FileStorage.Silo.Hosting;

/// <summary>What the operator is told once the service listens.</summary>
internal static class Welcome
{
    public static async Task WriteAsync(WebApplication application, TextWriter output)
    {
        foreach (var url in application.Urls)
        {
            await output.WriteLineAsync($"FileStorage listens on {url}");
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
