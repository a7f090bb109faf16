using System.CommandLine;
using System.CommandLine.Invocation;
using FileStorage.Cli.Commands;

namespace FileStorage.Cli;

/// <summary>The usual help with a subcommand's examples below.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction inner, IReadOnlyList<Subcommand> subcommands) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var status = inner.Invoke(parseResult);
        if (subcommands.FirstOrDefault(one => one.Name == parseResult.CommandResult.Command.Name) is { } asked)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in asked.Examples.Split('\n'))
            {
                output.WriteLine("  " + line);
            }
        }

        return status;
    }
}
