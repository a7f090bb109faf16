using System.CommandLine;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client;

namespace FileStorage.Cli.Commands;

internal static class TrashCommand
{
    public static readonly Subcommand Definition = new(
        "trash",
        "List, restore or empty the trash",
        """
        filestorage trash ls
        filestorage trash restore /photos/blurred.jpg
        filestorage trash empty
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(List());
        command.Add(Restore());
        command.Add(Purge());
        command.Add(Empty());
    }

    private static Command List()
    {
        var command = new Command("ls", "List what is in the trash");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await foreach (var item in session.Client.ListTrashAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(item, ContractsJsonContext.Default.ItemBody);
                }
                else
                {
                    context.Output.Line($"{item.Id}  {ItemLines.Time(item.TrashedAt ?? item.ModifiedAt)}  {item.Path ?? item.Name}");
                }
            }
        });
        return command;
    }

    private static Command Restore()
    {
        var command = new Command("restore", "Take items out of the trash, to where they were");
        var items = Items();
        var to = new Option<string?>("--to") { Description = "Restore to this path instead", HelpName = "PATH" };
        command.Add(items);
        command.Add(to);
        command.Run(async (context, cancellationToken) =>
        {
            var given = context.Arguments.GetRequiredValue(items);
            var place = context.Arguments.GetValue(to) is { } path ? new PlaceRequest { Path = RemotePaths.Parse(path) } : null;
            if (place is not null && given.Length > 1)
            {
                throw new CommandException("--to takes one item.", ExitStatus.Usage);
            }

            await using var session = await context.OpenAsync(cancellationToken);
            return await EachAsync(context, session.Client, given, async (id, shown) =>
            {
                var item = await session.Client.RestoreAsync(id, place, cancellationToken);
                context.Output.Item(item, item.Path ?? shown, item.Path ?? shown, details: false);
            }, cancellationToken);
        });
        return command;
    }

    private static Command Purge()
    {
        var command = new Command("purge", "Delete items of the trash for good");
        var items = Items();
        command.Add(items);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            return await EachAsync(
                context,
                session.Client,
                context.Arguments.GetRequiredValue(items),
                (id, _) => session.Client.PurgeAsync(id, cancellationToken),
                cancellationToken);
        });
        return command;
    }

    private static Command Empty()
    {
        var command = new Command("empty", "Delete everything in the trash for good");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await session.Client.EmptyTrashAsync(cancellationToken);
        });
        return command;
    }

    private static Argument<string[]> Items() => new("ID-OR-PATH")
    {
        Description = "Ids of `trash ls`, or the paths that the items had (the one deleted last)",
        Arity = ArgumentArity.OneOrMore,
    };

    private static async Task<int> EachAsync(
        Sessions.CommandContext context, FileStorageClient client, string[] given, Func<Guid, string, Task> action, CancellationToken cancellationToken)
    {
        var status = ExitStatus.Done;
        foreach (var one in given)
        {
            try
            {
                await action(Guid.TryParse(one, out var id) ? id : await FindAsync(client, one, cancellationToken), one);
            }
            catch (Exception exception) when (
                exception is CommandException || exception is FileStorageException { Status: not null and not System.Net.HttpStatusCode.Unauthorized })
            {
                context.Output.Error(one, exception);
                status = ExitStatus.Failed;
            }
        }

        return status;
    }

    private static async Task<Guid> FindAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        var path = RemotePaths.Parse(typed);
        ItemBody? last = null;
        await foreach (var item in client.ListTrashAsync(cancellationToken))
        {
            if (item.Path == path && (last is null || item.TrashedAt > last.TrashedAt))
            {
                last = item;
            }
        }

        return last?.Id ?? throw new CommandException("It is not in the trash; look with `filestorage trash ls`.");
    }
}
