using System.Net;

namespace FileStorage.Client.Connections;

/// <summary>Which server, as whom, and how patiently.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The server's root, for instance <c>http://127.0.0.1:8080</c>; "/api/v1" is added by the client.</summary>
    public required Uri Server { get; init; }

    /// <summary>The device token; null before sign-in.</summary>
    public string? Token { get; init; }

    /// <summary>1.1 opens a connection a request in flight; 2.0 shares one (over TLS, or with a server that takes HTTP/2 without it).</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    public RetryPolicy Retries { get; init; } = RetryPolicy.Brief;

    /// <summary>How long nothing may come from the server before an attempt is given up.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long opening a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Holds back what is sent; null sends as fast as the line allows. May be shared by several clients.</summary>
    public BandwidthLimit? UploadLimit { get; init; }

    /// <summary>Holds back content that is read; null reads as fast as the line allows.</summary>
    public BandwidthLimit? DownloadLimit { get; init; }

    internal HttpMessageHandler MakeHandler() => new SocketsHttpHandler
    {
        // A redirect would carry the token to somewhere that the user did not name.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = 1024 * 1024,
        ActivityHeadersPropagator = null,
    };
}
