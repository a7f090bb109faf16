using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Client;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class AdminCommand
{
    public static readonly Subcommand Definition = new(
        "admin",
        "Look after the server (for its administrator)",
        """
        filestorage admin accounts
        filestorage admin quota you@example.org 50GB
        filestorage admin invite
        filestorage admin check
        """,
        Build);

    private static void Build(Command command)
    {
        command.Add(Accounts());
        command.Add(Quota());
        command.Add(Invite());
        command.Add(Statistics());
        command.Add(Maintenance(
            "check", "Verify every invariant that can be verified from outside; change nothing", (client, _, token) => client.CheckAsync(token)));
        command.Add(Maintenance("scrub", "Read and verify every stored byte", (client, _, token) => client.ScrubAsync(token)));
        command.Add(Collect());
        command.Add(Maintenance(
            "move-chunks", "Move every chunk from the former store to the current one, verified", (client, _, token) => client.MoveChunksAsync(token)));
        command.Add(Repair());
        command.Add(Claim());
        command.Add(BackUp());
        command.Add(RestoreBackup.Definition());
        command.Add(PlanCommand.Definition());
        command.Add(RotateKeys());
        command.Add(AuditCommand.OfEverything());
        command.Add(AccountAdministration.Administrator());
        command.Add(AccountAdministration.Delete());
        command.Add(IndexAdministration.Show());
        command.Add(IndexAdministration.Reindex(AccountAsync));
    }

    private static Command Accounts()
    {
        var command = new Command("accounts", "List the accounts");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await foreach (var account in session.Client.ListAccountsAsync(cancellationToken))
            {
                if (context.Output.Json)
                {
                    context.Output.Object(account, ContractsJsonContext.Default.AccountBody);
                }
                else
                {
                    context.Output.Line(
                        $"{account.UserId}  {Sizes.Show(account.QuotaBytes),9}  {account.Email}{(account.Administrator ? " (administrator)" : "")}");
                }
            }
        });
        return command;
    }

    private static Command Quota()
    {
        var command = new Command("quota", "Set how much an account may store");
        var account = new Argument<string>("ACCOUNT") { Description = "Its e-mail address or id" };
        var size = new Argument<string>("SIZE") { Description = "For instance 50GB or 15000000000" };
        command.Add(account);
        command.Add(size);
        command.Run(async (context, cancellationToken) =>
        {
            long bytes;
            try
            {
                bytes = Sizes.Parse(context.Arguments.GetRequiredValue(size));
            }
            catch (FormatException exception)
            {
                throw new CommandException(exception.Message, ExitStatus.Usage);
            }

            await using var session = await context.OpenAsync(cancellationToken);
            var id = await AccountAsync(session.Client, context.Arguments.GetRequiredValue(account), cancellationToken);
            await session.Client.SetQuotaAsync(id, bytes, cancellationToken);
        });
        return command;
    }

    public static async Task<Guid> AccountAsync(FileStorageClient client, string typed, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(typed, out var id))
        {
            return id;
        }

        await foreach (var account in client.ListAccountsAsync(cancellationToken))
        {
            if (string.Equals(account.Email, typed, StringComparison.OrdinalIgnoreCase))
            {
                return account.UserId;
            }
        }

        throw new CommandException($"{typed} has no account here; look with `filestorage admin accounts`.");
    }

    private static Command Invite()
    {
        var command = new Command("invite", "Make an invitation for one account");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var invite = await session.Client.InviteAsync(cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(
                    new Api.Contracts.Accounts.InviteBody { Invite = invite }, ContractsJsonContext.Default.InviteBody);
            }
            else
            {
                context.Output.Line(invite);
            }
        });
        return command;
    }

    private static Command Statistics()
    {
        var command = new Command("statistics", "Show how much the server stores");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var body = await session.Client.GetStatisticsAsync(cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(body, ContractsJsonContext.Default.StatisticsBody);
                return;
            }

            context.Output.Line($"chunks         {body.Chunks}");
            context.Output.Line($"logical        {Sizes.Show(body.LogicalBytes)}");
            context.Output.Line($"deduplicated   {Sizes.Show(body.PlainBytes)}");
            context.Output.Line($"on disk        {Sizes.Show(body.StoredBytes)}");
            context.Output.Line($"damaged reads  {body.DamagedReads}");
        });
        return command;
    }

    private static Command Collect()
    {
        var grace = new Option<long?>("--grace") { Description = "Seconds without a reference before a chunk is deleted", HelpName = "SECONDS" };
        var command = Maintenance(
            "collect",
            "Delete chunks that nothing refers to any more",
            (client, context, token) => client.CollectAsync(
                context.Arguments.GetValue(grace) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, token));
        command.Add(grace);
        return command;
    }

    private static Command Repair()
    {
        var backup = new Argument<string>("DIR") { Description = "A backup on the server's machine, inside of its folder for backups" };
        var command = Maintenance(
            "repair",
            "Bring chunks that a scrub found damaged back from a backup",
            (client, context, token) => client.RepairAsync(context.Arguments.GetRequiredValue(backup), token));
        command.Add(backup);
        return command;
    }

    private static Command Claim()
    {
        var command = new Command("claim-store", "Say that the chunk store is this server's, and not that of the one it was copied from");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await session.Client.ClaimStoreAsync(cancellationToken);
        });
        return command;
    }

    private static Command BackUp()
    {
        var folder = new Argument<string>("DIR") { Description = "A new folder on the server's machine, inside of its folder for backups" };
        var command = Maintenance(
            "backup",
            "Copy the whole server to a folder of its machine while it serves",
            (client, context, token) => client.BackUpAsync(context.Arguments.GetRequiredValue(folder), token));
        command.Add(folder);
        return command;
    }

    private static Command RotateKeys()
    {
        var command = new Command("rotate-keys", "Keep new chunks under a new master key");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            await session.Client.RotateKeysAsync(cancellationToken);
        });
        return command;
    }

    private static Command Maintenance(
        string name,
        string description,
        Func<FileStorageClient, CommandContext, CancellationToken, IAsyncEnumerable<MaintenanceLineBody>> run)
    {
        var command = new Command(name, description);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var findings = 0L;
            await foreach (var line in run(session.Client, context, cancellationToken))
            {
                findings += line.Findings.Count;
                if (context.Output.Json)
                {
                    context.Output.Object(line, ContractsJsonContext.Default.MaintenanceLineBody);
                    continue;
                }

                foreach (var finding in line.Findings)
                {
                    context.Output.Line(finding);
                }

                if (line.Done)
                {
                    context.Output.Line($"{name}: {line.Examined} examined, {Sizes.Show(line.Bytes)}, {line.Changed} changed, {findings} findings.");
                }
            }

            return findings == 0 ? ExitStatus.Done : ExitStatus.Failed;
        });
        return command;
    }
}
