using System.CommandLine;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Cli.Commands;

internal static class WhoamiCommand
{
    public static readonly Subcommand Definition = new("whoami", "Show who is signed in, and where", "filestorage whoami", Build);

    private static void Build(Command command) => command.Run(async (context, cancellationToken) =>
    {
        await using var session = await context.OpenAsync(cancellationToken);
        var me = await session.Client.GetMeAsync(cancellationToken);
        if (context.Output.Json)
        {
            context.Output.Object(me, ContractsJsonContext.Default.MeBody);
        }
        else
        {
            context.Output.Line(
                $"{me.Email} at {context.Settings.Url.GetLeftPart(UriPartial.Authority)}{(me.Administrator ? ", administrator" : "")}");
            foreach (var held in await session.Client.ListHeldDeletionsAsync(cancellationToken))
            {
                context.Output.Line(
                    $"{held.Device ?? held.Account ?? "A visitor"} deleted {held.Deleted} of {held.Before} items at once and is held; see `filestorage deletions list`.");
            }
        }
    });
}
