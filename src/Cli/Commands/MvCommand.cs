using System.CommandLine;
using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Items;

namespace FileStorage.Cli.Commands;

internal static class MvCommand
{
    public static readonly Subcommand Definition = new(
        "mv",
        "Move or rename files or folders",
        """
        filestorage mv /draft.txt /final.txt
        filestorage mv /a.jpg /b.jpg /photos/
        """,
        Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("SOURCE... DESTINATION")
        {
            Description = "Paths on the server; a destination that is a folder, or ends in a slash, takes the sources under their names",
            Arity = new ArgumentArity(2, 100_000),
        };
        var replace = new Option<bool>("--replace") { Description = "What is at the destination goes to the trash" };
        command.Add(paths);
        command.Add(replace);
        command.Run(async (context, cancellationToken) =>
        {
            var given = context.Arguments.GetRequiredValue(paths);
            var destination = given[^1] + (given.Length > 2 && !given[^1].EndsWith('/') ? "/" : "");
            await using var session = await context.OpenAsync(cancellationToken);
            return await Each.DoAsync(context, given[..^1], async path =>
            {
                var target = await RemotePaths.PlaceAsync(session.Client, destination, RemotePaths.NameOf(path), cancellationToken);
                var place = new PlaceRequest { Path = target, Replace = context.Arguments.GetValue(replace) };
                var item = await session.Client.MoveAsync(ItemAddress.OfPath(path), place, ifMatch: null, cancellationToken: cancellationToken);
                if (context.Output.Json)
                {
                    context.Output.Item(item, target, target, details: false);
                }
            });
        });
    }
}
