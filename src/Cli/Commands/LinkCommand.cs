using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Client;
using FileStorage.Client.Items;
using FileStorage.Cli.Sessions;

namespace FileStorage.Cli.Commands;

internal static class LinkCommand
{
    public static readonly Subcommand Definition = new(
        "link",
        "Make public links to files and folders, list, change and take them back",
        """
        filestorage link create /photos                        whoever has the address may look and download
        filestorage link create /inbox --upload --expires 7d   a drop box: files can be put in, nothing is seen
        filestorage link create /report.pdf --password --max-downloads 3
        filestorage link ls
        filestorage link edit 0f3a… --no-password --expires 2026-12-24
        filestorage link rm 0f3a…
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(Create());
        command.Add(List());
        command.Add(Edit());
        command.Add(Remove());
    }

    private static Command Create()
    {
        var command = new Command("create", "Make a link and print its address, which is not told again");
        var path = new Argument<string>("PATH") { Description = "A file or folder on the server" };
        var options = new LinkOptions(command, path);
        command.Run(async (context, cancellationToken) =>
        {
            var request = new LinkRequest
            {
                Access = options.AccessOf(context) ?? "read",
                Label = options.LabelOf(context),
                Password = options.PasswordOf(context),
                ExpiresAt = options.ExpiryOf(context),
                MaxDownloads = options.MaxDownloadsOf(context),
            };
            await using var session = await context.OpenAsync(cancellationToken);
            var item = await RemotePaths.GetAsync(session.Client, RemotePaths.Parse(context.Arguments.GetRequiredValue(path)), cancellationToken);
            var link = await session.Client.MakeLinkAsync(ItemAddress.OfId(item.Id), request, cancellationToken);
            var address = session.Client.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + link.Address;
            if (context.Output.Json)
            {
                context.Output.Object(link with { Address = address }, ContractsJsonContext.Default.LinkBody);
            }
            else
            {
                context.Output.Line(address);
            }
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("ls", "List your links, or those that open one item");
        var path = new Argument<string?>("PATH") { Description = "Links to this item and to the folders above it", Arity = ArgumentArity.ZeroOrOne };
        command.Add(path);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var links = context.Arguments.GetValue(path) is { } typed
                ? await session.Client.ListLinksAsync(ItemAddress.OfPath(RemotePaths.Parse(typed)), cancellationToken)
                : await session.Client.ListLinksAsync(cancellationToken);
            foreach (var link in links)
            {
                Show(context, link);
            }
        });
        return command;
    }

    private static Command Edit()
    {
        var command = new Command("edit", "Change a link; what is not named stays");
        var id = Id();
        var options = new LinkOptions(command, id);
        var removal = new LinkRemovals(command);
        command.Run(async (context, cancellationToken) =>
        {
            var change = removal.Apply(context, new LinkChangeRequest
            {
                Access = options.AccessOf(context),
                Label = options.LabelOf(context),
                Password = options.PasswordOf(context),
                ExpiresAt = options.ExpiryOf(context),
                MaxDownloads = options.MaxDownloadsOf(context),
            });
            await using var session = await context.OpenAsync(cancellationToken);
            var link = await FindAsync(session.Client, context.Arguments.GetRequiredValue(id), cancellationToken);
            Show(context, await session.Client.ChangeLinkAsync(link, change, cancellationToken));
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("rm", "Take a link back; it opens nothing any more, at once");
        var id = Id();
        command.Add(id);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await session.Client.DeleteLinkAsync(
                await FindAsync(session.Client, context.Arguments.GetRequiredValue(id), cancellationToken), cancellationToken);
        });
        return command;
    }

    private static Argument<string> Id() => new("ID") { Description = "The link's id, or the beginning of it, as `filestorage link ls` shows it" };

    // A whole id is taken as it is: the link may be to something of somebody else's, which no list of one's own shows.
    private static async Task<Guid> FindAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(typed, out var id))
        {
            return id;
        }

        var found = (await client.ListLinksAsync(cancellationToken))
            .Where(link => link.Id.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count == 1
            ? found[0].Id
            : throw new CommandException($"{typed} is {(found.Count == 0 ? "none" : found.Count)} of your links; look with `filestorage link ls`.");
    }

    private static void Show(CommandContext context, LinkBody link)
    {
        if (context.Output.Json)
        {
            context.Output.Object(link, ContractsJsonContext.Default.LinkBody);
            return;
        }

        var limit = link.MaxDownloads is { } max ? $" of {max}" : "";
        var expiry = link.ExpiresAt is { } time ? "  until " + ItemLines.Time(time) : "";
        context.Output.Line(
            $"{link.Id}  {link.Access,-6}  {link.Downloads}{limit} downloads{expiry}{(link.HasPassword ? "  password" : "")}"
            + $"{(link.Open ? "" : "  (over)")}  {link.Path ?? link.ItemId.ToString()}  {link.Label}".TrimEnd());
    }
}
