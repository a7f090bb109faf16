namespace FileStorage.Cli.Settings;

/// <summary>Which server, and how to speak for whom, after all sources were weighed.</summary>
internal sealed record ConnectionSettings
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    public required Uri Url { get; init; }

    public required Version HttpVersion { get; init; }

    /// <summary>From the flag or FILESTORAGE_TOKEN; wins over all else.</summary>
    public string? Token { get; init; }

    public string? Email { get; init; }

    public string? Password { get; init; }

    /// <summary>The saved login, if it is for this server.</summary>
    public SavedLogin? Saved { get; init; }

    /// <summary>Flags before environment before what was saved. A saved token only ever goes to the server that gave it.</summary>
    /// <exception cref="CommandException">An address or a setting cannot be read.</exception>
    public static ConnectionSettings Resolve(Flags flags, Func<string, string?> environment, SavedLogin? saved)
    {
        var url = Parse(flags.Url ?? Value("FILESTORAGE_URL") ?? saved?.Url.ToString() ?? DefaultUrl);
        return new ConnectionSettings
        {
            Url = url,
            HttpVersion = (flags.Http ?? Value("FILESTORAGE_HTTP")) switch
            {
                null or "1.1" => System.Net.HttpVersion.Version11,
                "2" => System.Net.HttpVersion.Version20,
                var other => throw new CommandException($"\"{other}\" is no version of HTTP; say 1.1 or 2.", ExitStatus.Usage),
            },
            Token = flags.Token ?? Value("FILESTORAGE_TOKEN"),
            Email = Value("FILESTORAGE_EMAIL"),
            Password = Value("FILESTORAGE_PASSWORD"),
            Saved = saved is not null && Same(saved.Url, url) ? saved : null,
        };

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    private static Uri Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https" }
            ? parsed
            : throw new CommandException($"\"{url}\" is no address of a server; it looks like {DefaultUrl}.", ExitStatus.Usage);

    private static bool Same(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
