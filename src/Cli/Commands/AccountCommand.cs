using System.CommandLine;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Contracts.Json;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class AccountCommand
{
    public static readonly Subcommand Definition = new(
        "account",
        "Take all your data along, or delete your account",
        """
        filestorage account export everything.zip
        filestorage account delete
        filestorage account delete --groups-to friend@example.org --yes
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(Export());
        command.Add(Delete());
    }

    /// <summary>What goes with the account, for people or programs.</summary>
    public static void Show(Output output, DeparturePreviewBody preview)
    {
        if (output.Json)
        {
            output.Object(preview, ContractsJsonContext.Default.DeparturePreviewBody);
            return;
        }

        output.Line($"{preview.Email}: {Sizes.Show(preview.UsedBytes)}, {preview.Devices} devices, older versions and the trash included.");
        foreach (var share in preview.Shares)
        {
            output.Line($"shared: {share.Path ?? share.ItemId.ToString()} with {share.Grantee.Name} ({share.Access})");
        }

        foreach (var group in preview.Groups)
        {
            output.Line($"group: {group.Name}");
        }
    }

    private static Command Export()
    {
        var file = new Argument<string>("FILE") { Description = "The zip to make; it must not be there yet" };
        var account = new Option<string?>("--account") { Description = "Of this account (for the administrator)", HelpName = "ACCOUNT" };
        var command = new Command("export", "Save everything: files with all versions, the trash, shares, devices, the audit") { file, account };
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var of = context.Arguments.GetValue(account) is { } typed
                ? await AdminCommand.AccountAsync(session.Client, typed, cancellationToken)
                : (Guid?)null;
            var path = context.Arguments.GetRequiredValue(file);
            if (File.Exists(path))
            {
                throw new CommandException($"{path} is there already.", ExitStatus.Usage);
            }

            // Under another name until it is whole.
            var part = path + ".part";
            await using (var destination = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                await session.Client.ExportAccountAsync(of, destination, cancellationToken);
            }

            File.Move(part, path);
            context.Output.Note($"{path}: {Sizes.Show(new FileInfo(path).Length)}");
        });
        return command;
    }

    private static Command Delete()
    {
        var groupsTo = GroupsTo();
        var yes = new Option<bool>("--yes") { Description = "Delete it; without this, show what would go and stop" };
        var fromStandardInput = LoginCommand.PasswordOption();
        var command = new Command("delete", "Delete your account with everything in it") { groupsTo, yes, fromStandardInput };
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            Show(context.Output, await session.Client.PreviewDeletionAsync(account: null, cancellationToken));
            if (!context.Arguments.GetValue(yes))
            {
                context.Output.Note("Nothing was deleted; add --yes to delete all of this for good.");
                return;
            }

            var password = PasswordPrompt.Read(context.Arguments.GetValue(fromStandardInput), context.Settings.Password, "Password: ");
            await session.Client.DeleteAccountAsync(password, context.Arguments.GetValue(groupsTo), cancellationToken);
            context.Output.Note("The account is deleted.");
        });
        return command;
    }

    /// <summary>Who gets the groups.</summary>
    public static Option<string?> GroupsTo() => new("--groups-to")
    {
        Description = "Who gets the account's own groups, where they are a member; others are deleted",
        HelpName = "EMAIL",
    };
}
