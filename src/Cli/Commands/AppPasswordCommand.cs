using System.CommandLine;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Cli.Commands;

internal static class AppPasswordCommand
{
    public static readonly Subcommand Definition = new(
        "app-password",
        "Make, list or revoke passwords for clients of other makers",
        """
        filestorage app-password create "rclone on the NAS"
        filestorage app-password list
        filestorage app-password revoke 0199…
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(Create());
        command.Add(List());
        command.Add(Revoke());
    }

    private static Command Create()
    {
        var command = new Command("create", "Make one; it is shown this once");
        var name = new Argument<string>("NAME") { Description = "What the client is called, 1 to 100 characters" };
        command.Add(name);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var made = await session.Client.CreateAppPasswordAsync(context.Arguments.GetRequiredValue(name), cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(made, ContractsJsonContext.Default.AppPasswordBody);
            }
            else
            {
                context.Output.Line($"user name  {made.UserName}");
                context.Output.Line($"password   {made.Password}");
            }
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List them");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            foreach (var one in await session.Client.ListAppPasswordsAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(one, ContractsJsonContext.Default.AppPasswordBody);
                }
                else
                {
                    context.Output.Line($"{one.Id}  {(one.LastSeenAt is { } time ? "seen " + ItemLines.Time(time) : "never seen")}  {one.Name}");
                }
            }
        });
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "End one at once");
        var typed = new Argument<string>("ID") { Description = "Its id, the beginning of it, or its name" };
        command.Add(typed);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var text = context.Arguments.GetRequiredValue(typed);
            var found = (await session.Client.ListAppPasswordsAsync(cancellationToken)).Where(one => IsCalled(one, text)).ToList();
            if (found.Count != 1)
            {
                throw new CommandException(
                    $"{text} is {(found.Count == 0 ? "none" : found.Count)} of your app passwords; look with `filestorage app-password list`.");
            }

            await session.Client.RevokeAppPasswordAsync(found[0].Id, cancellationToken);
        });
        return command;
    }

    private static bool IsCalled(AppPasswordBody one, string text) =>
        one.Name == text || one.Id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
