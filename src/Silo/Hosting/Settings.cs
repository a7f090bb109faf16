using System.Globalization;
using FileStorage.Silo.Telemetry;

namespace FileStorage.Silo.Hosting;

/// <summary>Where settings come from: appsettings.json, then ASP.NET's variables, then ours (FILESTORAGE_), then the command line.</summary>
internal static class Settings
{
    private const string Prefix = "FILESTORAGE_";
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const string Http2PortKey = "Gateway:Http2Port";

    /// <summary>The settings of a command that starts no service.</summary>
    public static ConfigurationManager Read(string[] arguments)
    {
        var configuration = new ConfigurationManager();
        configuration.SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true);
        AddSources(configuration, arguments);
        return configuration;
    }

    public static void AddSources(ConfigurationManager configuration, string[] arguments)
    {
        configuration.AddEnvironmentVariables(Prefix);
        if (arguments.Length > 0)
        {
            // Again, since what is added last wins.
            configuration.AddCommandLine(arguments);
        }
    }

    /// <summary>Where to listen, where no endpoint is configured under Kestrel.</summary>
    public static string[] Urls(IConfiguration configuration)
    {
        var isConfigured = HasEndpoints(configuration)
            || configuration["http_ports"] is { Length: > 0 }
            || configuration["https_ports"] is { Length: > 0 };
        var urls = configuration["urls"] is { Length: > 0 } given
            ? given.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : isConfigured ? [] : [DefaultUrl];
        foreach (var url in urls)
        {
            RequireUrl(url);
        }

        if (Http2Port(configuration) is { } port && urls is [var first, ..])
        {
            urls = [.. urls, new UriBuilder(first) { Scheme = "http", Port = port, Path = "" }.Uri.GetLeftPart(UriPartial.Authority)];
        }

        // Endpoints under Kestrel put addresses out of force; then it becomes one of them.
        return !HasEndpoints(configuration) && TelemetryServices.Read(configuration) is { } telemetry
            ? [.. urls, .. telemetry.OwnPorts().Select(static own => $"http://{own.Address}:{own.Port}")]
            : urls;
    }

    /// <summary>Whether endpoints are configured under Kestrel, which alone are listened on then.</summary>
    public static bool HasEndpoints(IConfiguration configuration) => configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    /// <summary>A port that speaks HTTP/2 without TLS, beside the others; null unless it is set.</summary>
    public static int? Http2Port(IConfiguration configuration) => configuration[Http2PortKey] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 => port,
        var text => throw new StartException($"{Http2PortKey} is \"{text}\"; it has to be a port, 1 to 65535."),
    };

    private static void RequireUrl(string url)
    {
        // Hosts like * and + are legal for Kestrel, though not for a Uri.
        var readable = url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new StartException($"\"{url}\" is no address to listen on; write http://HOST:PORT.");
        }
    }
}
