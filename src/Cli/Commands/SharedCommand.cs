using System.CommandLine;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Client;

namespace FileStorage.Cli.Commands;

internal static class SharedCommand
{
    public static readonly Subcommand Definition = new(
        "shared",
        "See what others share with you, and give it a place in your tree",
        """
        filestorage shared ls
        filestorage shared mount photos
        filestorage shared mount 0199… "/from Ann/photos"
        filestorage shared accept photos
        filestorage shared leave photos
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(List());
        command.Add(Placing(
            "mount", "Give it a place in your tree; it syncs there like your own", "Where; your root unless given", (client, id, place, token) => client.MountAsync(id, place, token)));
        command.Add(Placing(
            "accept",
            "Make your own what its owner offers you, with its history; it counts to your quota",
            "Where; where it is mounted, or your root, unless given",
            (client, id, place, token) => client.AcceptAsync(id, place, token)));
        command.Add(Leave());
    }

    private static Command List()
    {
        var command = new Command("ls", "What others share with you");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await foreach (var share in session.Client.ListSharedWithMeAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(share, ContractsJsonContext.Default.ReceivedShareBody);
                }
                else
                {
                    var item = share.Item;
                    var place = item.Path is null ? "not mounted" : "at " + item.Path;
                    context.Output.Line(
                        $"{item.Id}  {item.Shared?.Access,-5} {item.Name}{(item.Kind == "folder" ? "/" : "")}  from {share.SharedBy ?? "somebody"}, {place}{(share.Offered ? ", offered to be yours" : "")}");
                }
            }
        });
        return command;
    }

    private static Command Placing(
        string name, string description, string where, Func<FileStorageClient, Guid, PlaceRequest?, CancellationToken, Task<ItemBody>> putAsync)
    {
        var command = new Command(name, description);
        var shared = Shared();
        var path = new Argument<string?>("PATH") { Description = where, Arity = ArgumentArity.ZeroOrOne };
        command.Add(shared);
        command.Add(path);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(shared), cancellationToken);
            var place = context.Arguments.GetValue(path) is { } given
                ? new PlaceRequest { Path = await RemotePaths.PlaceAsync(session.Client, given, found.Item.Name, cancellationToken) }
                : null;
            var item = await putAsync(session.Client, found.Item.Id, place, cancellationToken);
            context.Output.Item(item, item.Path ?? item.Name, item.Path ?? item.Name, details: false);
        });
        return command;
    }

    private static Command Leave()
    {
        var command = new Command("leave", "Give up what was shared with you");
        var shared = Shared();
        command.Add(shared);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(shared), cancellationToken);
            await session.Client.LeaveAsync(found.Item.Id, cancellationToken);
        });
        return command;
    }

    private static Argument<string> Shared() => new("SHARED") { Description = "Its id of `shared ls`, the beginning of it, its name, or its place" };

    private static async Task<ReceivedShareBody> FindAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        var found = new List<ReceivedShareBody>();
        await foreach (var share in client.ListSharedWithMeAsync(cancellationToken))
        {
            if (share.Item.Name == typed || share.Item.Path == typed
                || share.Item.Id.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(share);
            }
        }

        return found.Count == 1
            ? found[0]
            : throw new CommandException($"{typed} is {(found.Count == 0 ? "none" : found.Count)} of what is shared with you; look with `filestorage shared ls`.");
    }
}
