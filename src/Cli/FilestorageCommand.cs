using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FileStorage.Cli.Commands;

namespace FileStorage.Cli;

/// <summary>The command <c>filestorage</c>: its subcommands, its help, and its exit status.</summary>
internal static class FilestorageCommand
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<Subcommand> Subcommands =
    [
        RegisterCommand.Definition, LoginCommand.Definition, LogoutCommand.Definition, TokenCommand.Definition, WhoamiCommand.Definition,
        PutCommand.Definition, GetCommand.Definition, ImportCommand.Definition, SyncCommand.Definition, LsCommand.Definition, SearchCommand.Definition, StatCommand.Definition,
        MkdirCommand.Definition, MvCommand.Definition, CpCommand.Definition, RmCommand.Definition, TrashCommand.Definition, VersionsCommand.Definition,
        RestoreCommand.Definition, RewindCommand.Definition, HistoryCommand.Definition, ShareCommand.Definition, SharedCommand.Definition,
        GroupCommand.Definition, LinkCommand.Definition, DevicesCommand.Definition, AppPasswordCommand.Definition, DeletionsCommand.Definition, QuotaCommand.Definition, AuditCommand.Definition,
        AccountCommand.Definition, AdminCommand.Definition,
    ];

    /// <summary>Does what the command line says; answers the exit status.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Parse(args.Length == 0 ? ["--help"] : args);
        List<string> mistakes = parsed.Action is ParseErrorAction ? [.. parsed.Errors.Select(error => error.Message)] : [];
        if (mistakes.Count == 0 && !args.Contains("--"))
        {
            mistakes.AddRange(UnknownOptions(parsed));
        }

        if (mistakes.Count > 0)
        {
            foreach (var mistake in mistakes)
            {
                await Console.Error.WriteLineAsync($"filestorage: {mistake}");
            }

            await Console.Error.WriteLineAsync($"Run `{PathOf(parsed.CommandResult.Command)} --help` to see how it is used.");
            return ExitStatus.Usage;
        }

        // Ctrl-C and SIGTERM cancel the token of the subcommand, which then has a moment to end cleanly.
        var status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToEnd });
        return args.Length == 0 ? ExitStatus.Usage : status;
    }

    internal static ParseResult Parse(string[] args)
    {
        var root = new RootCommand("Files on a FileStorage server. Start with: filestorage register EMAIL")
        {
            GlobalOptions.Url, GlobalOptions.Token, GlobalOptions.Http, GlobalOptions.Json,
        };
        foreach (var subcommand in Subcommands)
        {
            var command = new Command(subcommand.Name, subcommand.Description);
            if (args.Contains(subcommand.Name))
            {
                subcommand.Build(command);
            }

            root.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, Subcommands);
        return root.Parse(args);
    }

    // An argument that takes many values would also take a mistyped option, and `rm -f` would look for a file called "-f".
    private static IEnumerable<string> UnknownOptions(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-')
            .Select(token => $"There is no option {token.Value}. (A name that starts with a dash goes after --.)");

    private static string PathOf(Command command) => command switch
    {
        RootCommand => "filestorage",
        _ when command.Parents.OfType<Command>().FirstOrDefault() is { } parent => $"{PathOf(parent)} {command.Name}",
        _ => command.Name,
    };
}
