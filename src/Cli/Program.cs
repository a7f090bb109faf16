using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FileStorage.Cli;
using FileStorage.Cli.Commands;

Subcommand[] subcommands =
[
    RegisterCommand.Definition, LoginCommand.Definition, LogoutCommand.Definition, TokenCommand.Definition, WhoamiCommand.Definition,
    PutCommand.Definition, GetCommand.Definition, LsCommand.Definition, StatCommand.Definition, MkdirCommand.Definition,
    MvCommand.Definition, CpCommand.Definition, RmCommand.Definition, TrashCommand.Definition, VersionsCommand.Definition,
    RestoreCommand.Definition, DevicesCommand.Definition, QuotaCommand.Definition, AdminCommand.Definition,
];

var root = new RootCommand("Files on a FileStorage server. Start with: filestorage register EMAIL")
{
    GlobalOptions.Url, GlobalOptions.Token, GlobalOptions.Http, GlobalOptions.Json,
};
foreach (var subcommand in subcommands)
{
    var command = new Command(subcommand.Name, subcommand.Description);
    if (args.Contains(subcommand.Name))
    {
        subcommand.Build(command);
    }

    root.Add(command);
}

var help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, subcommands);

var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"filestorage: {error.Message}");
    }

    var names = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
    Console.Error.WriteLine($"Run `filestorage {names}--help` to see how it is used.");
    return ExitStatus.Usage;
}

var status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
return args.Length == 0 ? ExitStatus.Usage : status;
