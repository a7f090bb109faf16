using System.CommandLine;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

/// <summary>The terms of a link, as people type them.</summary>
internal sealed class LinkOptions
{
    private readonly Option<bool> _read = new("--read") { Description = "Visitors may look and download; what a new link does" };
    private readonly Option<bool> _write = new("--write") { Description = "Visitors may also change what is there" };
    private readonly Option<bool> _upload = new("--upload") { Description = "A drop box: visitors put files in and see nothing" };
    private readonly Option<bool> _password = new("--password") { Description = "Ask for a password (8 characters or more) that visitors have to know" };
    private readonly Option<bool> _passwordStdin = new("--password-stdin") { Description = "Read that password from standard input" };
    private readonly Option<string?> _expires = new("--expires") { Description = "After 12h, 7d, 2w, or at a date or time", HelpName = "WHEN" };
    private readonly Option<long?> _maxDownloads = new("--max-downloads") { Description = "After so many downloads it opens nothing any more", HelpName = "N" };
    private readonly Option<string?> _label = new("--label") { Description = "What you call it; visitors are not told", HelpName = "TEXT" };

    public LinkOptions(Command command, Argument<string> what)
    {
        command.Add(what);
        foreach (var option in new Option[] { _read, _write, _upload, _password, _passwordStdin, _expires, _maxDownloads, _label })
        {
            command.Add(option);
        }
    }

    /// <summary>Null: not said.</summary>
    /// <exception cref="CommandException">More than one.</exception>
    public string? AccessOf(CommandContext context)
    {
        List<string> said = [];
        foreach (var (option, access) in new[] { (_read, "read"), (_write, "write"), (_upload, "upload") })
        {
            if (context.Arguments.GetValue(option))
            {
                said.Add(access);
            }
        }

        return said.Count <= 1 ? said.FirstOrDefault() : throw new CommandException("Say one of --read, --write and --upload.", ExitStatus.Usage);
    }

    public string? LabelOf(CommandContext context) => context.Arguments.GetValue(_label);

    public long? MaxDownloadsOf(CommandContext context) => context.Arguments.GetValue(_maxDownloads);

    public DateTimeOffset? ExpiryOf(CommandContext context) => context.Arguments.GetValue(_expires) is { } typed
        ? TypedTime.ParseToCome(typed, TimeProvider.System.GetLocalNow(), TimeZoneInfo.Local)
        : null;

    /// <summary>Null: not said.</summary>
    /// <exception cref="CommandException">Nobody to ask.</exception>
    public string? PasswordOf(CommandContext context)
    {
        var fromStandardInput = context.Arguments.GetValue(_passwordStdin);
        if (!fromStandardInput && !context.Arguments.GetValue(_password))
        {
            return null;
        }

        // The account's own password, which the environment may hold, must not become that of a link.
        return fromStandardInput || !Console.IsInputRedirected
            ? PasswordPrompt.Read(fromStandardInput, fromEnvironment: null, "Password of the link: ")
            : throw new CommandException("There is no terminal to ask for the link's password: use --password-stdin.", ExitStatus.Usage);
    }
}
