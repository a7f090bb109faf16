namespace FileStorage.Silo.Hosting;

/// <summary>`health [URL]`: asks a server whether it is alive, for images that hold no other tool that could.</summary>
internal static class HealthQuestion
{
    public const string Command = "health";

    private const string DefaultUrl = "http://127.0.0.1:8080/health/live";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>The exit status: 0 where it answers that it is, 1 otherwise.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter errors)
    {
        var url = arguments is [var given, ..] ? given : DefaultUrl;
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit };
            using var answer = await http.GetAsync(new Uri(url));
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }

            await errors.WriteLineAsync($"{url} answers {(int)answer.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await errors.WriteLineAsync($"{url} does not answer: {exception.Message}");
        }

        return 1;
    }
}
