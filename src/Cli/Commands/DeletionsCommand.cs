using System.CommandLine;
using FileStorage.Api.Contracts.Deletions;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Cli.Commands;

internal static class DeletionsCommand
{
    public static readonly Subcommand Definition = new(
        "deletions",
        "Clients of other makers that are held because they deleted too much at once",
        """
        filestorage deletions list
        filestorage deletions allow 0199…
        filestorage deletions dismiss 0199…
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(List());
        command.Add(Release("allow", "It is meant: let one delete on", (client, device, token) => client.AllowDeletionsAsync(device, token)));
        command.Add(Release(
            "dismiss", "It was not: let one delete again, as little at once as before", (client, device, token) => client.DismissDeletionsAsync(device, token)));
    }

    private static Command List()
    {
        var command = new Command("list", "List them");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            foreach (var one in await session.Client.ListHeldDeletionsAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(one, ContractsJsonContext.Default.HeldDeletionBody);
                }
                else
                {
                    context.Output.Line(
                        $"{one.DeviceId}  {ItemLines.Time(one.At)}  deleted {one.Deleted} of {one.Before}, wants {one.Wanted} more  {one.Device ?? one.Account ?? "a visitor"}");
                }
            }
        });
        return command;
    }

    private static Command Release(string name, string description, Func<Client.FileStorageClient, Guid, CancellationToken, Task> releaseAsync)
    {
        var command = new Command(name, description);
        var typed = new Argument<string>("ID") { Description = "Its id, the beginning of it, or its name" };
        command.Add(typed);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var text = context.Arguments.GetRequiredValue(typed);
            var found = (await session.Client.ListHeldDeletionsAsync(cancellationToken)).Where(one => IsCalled(one, text)).ToList();
            if (found.Count != 1)
            {
                throw new CommandException(
                    $"{text} is {(found.Count == 0 ? "none" : found.Count)} of the clients that are held; look with `filestorage deletions list`.");
            }

            await releaseAsync(session.Client, found[0].DeviceId, cancellationToken);
        });
        return command;
    }

    private static bool IsCalled(HeldDeletionBody one, string text) =>
        one.Device == text || one.DeviceId.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
