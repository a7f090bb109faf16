using System.CommandLine;

namespace FileStorage.Cli;

/// <summary>Options that every subcommand takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "The server (FILESTORAGE_URL, else what login saved, else http://127.0.0.1:8080)",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = "A device token (FILESTORAGE_TOKEN, else what login saved)",
        HelpName = "TOKEN",
        Recursive = true,
    };

    public static readonly Option<string?> Http = new("--http")
    {
        Description = "Version of HTTP, 1.1 or 2 (FILESTORAGE_HTTP, else 1.1); 2 needs TLS or a port of its own",
        HelpName = "VERSION",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object a line, for programs",
        Recursive = true,
    };
}
