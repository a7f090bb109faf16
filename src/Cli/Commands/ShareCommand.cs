using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Cli.Sessions;
using FileStorage.Client;
using FileStorage.Client.Items;

namespace FileStorage.Cli.Commands;

internal static class ShareCommand
{
    public static readonly Subcommand Definition = new(
        "share",
        "Let others into your files and folders",
        """
        filestorage share add /photos ann@example.org
        filestorage share add /work team --access write
        filestorage share add /work/pay everyone --access none
        filestorage share ls /photos
        filestorage share rm /photos ann@example.org
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(List());
        command.Add(Put());
        command.Add(Remove());
    }

    private static Command List()
    {
        var command = new Command("ls", "Who may do what: with one item, or with everything of yours");
        var path = new Argument<string?>("PATH") { Description = "A file or folder", Arity = ArgumentArity.ZeroOrOne };
        command.Add(path);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var given = context.Arguments.GetValue(path);
            var shares = given is null
                ? await session.Client.ListMySharesAsync(cancellationToken)
                : await session.Client.ListSharesAsync(ItemAddress.OfPath(RemotePaths.Parse(given)), cancellationToken);
            foreach (var share in shares)
            {
                Show(context, share, share.Path ?? given ?? "");
            }
        });
        return command;
    }

    private static Command Put()
    {
        var command = new Command("add", "Let somebody in, or change what they may do");
        var path = Path();
        var who = Who();
        var access = new Option<string>("--access")
        {
            Description = "read, write (also change and delete), admin (also let others in), owner (also make it their own), or none",
            DefaultValueFactory = _ => "read",
        };
        access.AcceptOnlyFromAmong("none", "read", "write", "admin", "owner");
        command.Add(path);
        command.Add(who);
        command.Add(access);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var given = RemotePaths.Parse(context.Arguments.GetRequiredValue(path));
            var request = await RequestAsync(session.Client, context.Arguments.GetRequiredValue(who), cancellationToken)
                with
            { Access = context.Arguments.GetRequiredValue(access) };
            Show(context, await session.Client.ShareAsync(ItemAddress.OfPath(given), request, cancellationToken), given);
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("rm", "Take back what was granted on this very item");
        var path = Path();
        var who = Who();
        command.Add(path);
        command.Add(who);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var item = await RemotePaths.GetAsync(session.Client, RemotePaths.Parse(context.Arguments.GetRequiredValue(path)), cancellationToken);
            var typed = context.Arguments.GetRequiredValue(who);
            var shares = await session.Client.ListSharesAsync(ItemAddress.OfId(item.Id), cancellationToken);
            var share = shares.FirstOrDefault(one => one.ItemId == item.Id && one.Grantee.Kind != "link"
                    && string.Equals(one.Grantee.Name, typed, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandException($"{typed} was granted nothing on this very item; look with `filestorage share ls`.");
            await session.Client.UnshareAsync(ItemAddress.OfId(item.Id), share.Grantee.Id, cancellationToken);
        });
        return command;
    }

    private static Argument<string> Path() => new("PATH") { Description = "A file or folder" };

    private static Argument<string> Who() => new("WHO")
    {
        Description = "An e-mail address (it need not have an account yet), the name of a group, or \"everyone\" (with --access none)",
    };

    private static async Task<ShareRequest> RequestAsync(FileStorageClient client, string who, CancellationToken cancellationToken)
    {
        if (who.Contains('@', StringComparison.Ordinal))
        {
            return new ShareRequest { Email = who, Access = "" };
        }

        return who == "everyone"
            ? new ShareRequest { Everyone = true, Access = "" }
            : new ShareRequest { GroupId = (await GroupCommand.FindAsync(client, who, cancellationToken)).Id, Access = "" };
    }

    private static void Show(CommandContext context, ShareBody share, string path)
    {
        if (context.Output.Json)
        {
            context.Output.Object(share, ContractsJsonContext.Default.ShareBody);
        }
        else
        {
            context.Output.Line($"{share.Access,-6} {share.Grantee.Kind,-8} {share.Grantee.Name}  {path}");
        }
    }
}
