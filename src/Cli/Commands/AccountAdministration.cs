using System.CommandLine;

namespace FileStorage.Cli.Commands;

/// <summary>What an administrator does to whole accounts.</summary>
internal static class AccountAdministration
{
    public static Command Administrator()
    {
        var account = Account();
        var revoke = new Option<bool>("--revoke") { Description = "Take the rights away" };
        var command = new Command("administrator", "Make an account an administrator's, or not any more") { account, revoke };
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var id = await AdminCommand.AccountAsync(session.Client, context.Arguments.GetRequiredValue(account), cancellationToken);
            await session.Client.SetAdministratorAsync(id, !context.Arguments.GetValue(revoke), cancellationToken);
        });
        return command;
    }

    public static Command Delete()
    {
        var account = Account();
        var groupsTo = AccountCommand.GroupsTo();
        var yes = new Option<bool>("--yes") { Description = "Delete it; without this, show what would go and stop" };
        var command = new Command("delete-account", "Delete an account with everything in it") { account, groupsTo, yes };
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var id = await AdminCommand.AccountAsync(session.Client, context.Arguments.GetRequiredValue(account), cancellationToken);
            AccountCommand.Show(context.Output, await session.Client.PreviewDeletionAsync(id, cancellationToken));
            if (!context.Arguments.GetValue(yes))
            {
                context.Output.Note("Nothing was deleted; add --yes to delete all of this for good.");
                return;
            }

            await session.Client.DeleteAccountAsync(id, context.Arguments.GetValue(groupsTo), cancellationToken);
        });
        return command;
    }

    private static Argument<string> Account() => new("ACCOUNT") { Description = "Its e-mail address or id" };
}
