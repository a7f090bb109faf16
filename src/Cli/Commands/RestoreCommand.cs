using System.CommandLine;
using FileStorage.Client.Items;

namespace FileStorage.Cli.Commands;

internal static class RestoreCommand
{
    public static readonly Subcommand Definition = new(
        "restore",
        "Make an old version of a file the newest again",
        "filestorage restore /report.txt --version 3",
        Build);

    private static void Build(Command command)
    {
        var path = new Argument<string>("PATH") { Description = "A file on the server" };
        var number = new Option<long>("--version")
        {
            Description = "The version, as `filestorage versions` numbers it",
            HelpName = "N",
            Required = true,
        };
        command.Add(path);
        command.Add(number);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var file = RemotePaths.Parse(context.Arguments.GetRequiredValue(path));
            var item = await session.Client.RestoreVersionAsync(
                ItemAddress.OfPath(file), context.Arguments.GetRequiredValue(number), cancellationToken);
            context.Output.Item(item, file, file, details: false);
        });
    }
}
