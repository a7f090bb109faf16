using System.CommandLine;
using FileStorage.Client.Items;

namespace FileStorage.Cli.Commands;

internal static class RmCommand
{
    public static readonly Subcommand Definition = new(
        "rm",
        "Put files or folders into the trash",
        """
        filestorage rm /photos/blurred.jpg
        filestorage trash restore /photos/blurred.jpg
        """,
        Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders on the server", Arity = ArgumentArity.OneOrMore };
        var recursive = new Option<bool>("-r", "--recursive") { Description = "Not needed: a folder goes with all it holds", Hidden = true };
        command.Add(paths);
        command.Add(recursive);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            return await Each.DoAsync(
                context,
                context.Arguments.GetRequiredValue(paths),
                path => session.Client.DeleteAsync(ItemAddress.OfPath(path), ifMatch: null, cancellationToken: cancellationToken));
        });
    }
}
