using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Items;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class VersionsCommand
{
    public static readonly Subcommand Definition = new(
        "versions",
        "List the versions of a file, newest first",
        """
        filestorage versions /report.txt
        filestorage restore /report.txt --version 3
        """,
        Build);

    private static void Build(Command command)
    {
        var path = new Argument<string>("PATH") { Description = "A file on the server" };
        command.Add(path);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var file = ItemAddress.OfPath(RemotePaths.Parse(context.Arguments.GetRequiredValue(path)));
            await foreach (var version in session.Client.ListVersionsAsync(file, cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(version, ContractsJsonContext.Default.VersionBody);
                }
                else
                {
                    var times = $"saved {ItemLines.Time(version.CreatedAt)}  modified {ItemLines.Time(version.ModifiedAt)}";
                    context.Output.Line($"{version.Number,6}  {Sizes.Show(version.Size),9}  {times}");
                }
            }
        });
    }
}
