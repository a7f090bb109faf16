using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Client;

namespace FileStorage.Cli.Commands;

internal static class GroupCommand
{
    public static readonly Subcommand Definition = new(
        "group",
        "Name sets of accounts, to share with them as with one",
        """
        filestorage group create team
        filestorage group add team ann@example.org
        filestorage group ls team
        filestorage group remove team ann@example.org
        filestorage group rm team
        """,
        Build);

    /// <summary>The group that somebody means.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public static async Task<GroupBody> FindAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        var found = (await client.ListGroupsAsync(cancellationToken))
            .Where(group => group.Name == typed || group.Id.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count == 1
            ? found[0]
            : throw new CommandException($"{typed} is {(found.Count == 0 ? "none" : found.Count)} of your groups; look with `filestorage group ls`.");
    }

    private static void Build(Command command)
    {
        command.Add(Create());
        command.Add(List());
        command.Add(Member("add", "Take an account into a group that you made", AddAsync));
        command.Add(Member("remove", "Let an account go, or leave a group yourself", RemoveAsync));
        command.Add(Delete());
    }

    private static Command Create()
    {
        var command = new Command("create", "Make a group with yourself in it");
        var name = new Argument<string>("NAME") { Description = "1 to 100 characters" };
        command.Add(name);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var group = await session.Client.MakeGroupAsync(context.Arguments.GetRequiredValue(name), cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(group, ContractsJsonContext.Default.GroupBody);
            }
            else
            {
                context.Output.Line($"{group.Id}  {group.Name}");
            }
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("ls", "Your groups, or who is in one");
        var name = new Argument<string?>("GROUP") { Description = "Its name or id", Arity = ArgumentArity.ZeroOrOne };
        command.Add(name);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            IReadOnlyList<GroupBody> groups = context.Arguments.GetValue(name) is { } typed
                ? [await session.Client.GetGroupAsync((await FindAsync(session.Client, typed, cancellationToken)).Id, cancellationToken)]
                : await session.Client.ListGroupsAsync(cancellationToken);
            foreach (var group in groups)
            {
                if (context.Output.Json)
                {
                    context.Output.Object(group, ContractsJsonContext.Default.GroupBody);
                }
                else if (group.Members is null)
                {
                    context.Output.Line($"{group.Id}  {group.Name}");
                }
                else
                {
                    foreach (var member in group.Members)
                    {
                        context.Output.Line(member.UserId == group.OwnerId ? $"{member.Email} (made it)" : member.Email);
                    }
                }
            }
        });
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("rm", "Delete a group that you made; what was shared with it is open to its members no more");
        var group = Group();
        command.Add(group);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(group), cancellationToken);
            await session.Client.DeleteGroupAsync(found.Id, cancellationToken);
        });
        return command;
    }

    private static Command Member(
        string name, string description, Func<FileStorageClient, GroupBody, string, CancellationToken, Task> action)
    {
        var command = new Command(name, description);
        var group = Group();
        var email = new Argument<string>("EMAIL") { Description = "The address of the account" };
        command.Add(group);
        command.Add(email);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var found = await FindAsync(session.Client, context.Arguments.GetRequiredValue(group), cancellationToken);
            await action(session.Client, found, context.Arguments.GetRequiredValue(email), cancellationToken);
        });
        return command;
    }

    private static Task AddAsync(FileStorageClient client, GroupBody group, string email, CancellationToken cancellationToken) =>
        client.AddGroupMemberAsync(group.Id, email, cancellationToken);

    private static async Task RemoveAsync(FileStorageClient client, GroupBody group, string email, CancellationToken cancellationToken)
    {
        var members = (await client.GetGroupAsync(group.Id, cancellationToken)).Members ?? [];
        var member = members.FirstOrDefault(one => string.Equals(one.Email, email, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"{email} is not in this group; look with `filestorage group ls {group.Name}`.");
        await client.RemoveGroupMemberAsync(group.Id, member.UserId, cancellationToken);
    }

    private static Argument<string> Group() => new("GROUP") { Description = "Its name, its id, or the beginning of it" };
}
