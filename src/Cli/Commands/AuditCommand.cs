using System.CommandLine;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Auditing;
using FileStorage.Client.Items;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class AuditCommand
{
    public static readonly Subcommand Definition = new(
        "audit",
        "Show who did what: sign-ins, shares, links, restores, purges",
        """
        filestorage audit
        filestorage audit /papers --since 30d
        filestorage audit --kind sign-in-failed
        filestorage audit --json --since 1y > audit.jsonl
        """,
        Build);

    private static readonly Argument<string?> Item = new("PATH")
    {
        Description = "What was done to this file or folder; without it, what you did and what was done to what is yours",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Kind = new("--kind") { Description = "Acts of one kind, for instance share-made", HelpName = "KIND" };
    private static readonly Option<string?> Since = new("--since") { Description = "Not older than this (7d, 2w, 2026-11-22)", HelpName = "AGE" };
    private static readonly Option<string?> Before = new("--before") { Description = "Older than this (7d, 2w, 2026-11-22)", HelpName = "AGE" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Most lines; 0 for all", HelpName = "N", DefaultValueFactory = _ => 100 };

    /// <summary>`admin audit`: of everybody, or of one account.</summary>
    public static Command OfEverything()
    {
        var account = new Option<Guid?>("--account") { Description = "What this account did and what was done to what is its own", HelpName = "ID" };
        var command = new Command("audit", "Show who did what on the whole server") { Kind, Since, Before, Limit, account };
        command.Run((context, cancellationToken) =>
            ShowAsync(context, QueryOf(context) with { Account = context.Arguments.GetValue(account) }, cancellationToken));
        return command;
    }

    private static void Build(Command command)
    {
        command.Add(Item);
        command.Add(Kind);
        command.Add(Since);
        command.Add(Before);
        command.Add(Limit);
        command.Run(async (context, cancellationToken) =>
        {
            var query = QueryOf(context);
            if (context.Arguments.GetValue(Item) is { } path)
            {
                await ShowAsync(context, query with { Item = ItemAddress.OfPath(RemotePaths.Parse(path)) }, cancellationToken);
                return;
            }

            await using var session = await context.OpenAsync(cancellationToken);
            var me = await session.Client.GetMeAsync(cancellationToken);
            await ShowAsync(context, session, query with { Account = me.UserId }, cancellationToken);
        });
    }

    private static AuditQuery QueryOf(CommandContext context)
    {
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            return new AuditQuery
            {
                Kind = context.Arguments.GetValue(Kind),
                From = context.Arguments.GetValue(Since) is { } since ? Ages.Parse(since, now) : null,
                To = context.Arguments.GetValue(Before) is { } before ? Ages.Parse(before, now) : null,
            };
        }
        catch (FormatException exception)
        {
            throw new CommandException(exception.Message, ExitStatus.Usage);
        }
    }

    private static async Task ShowAsync(CommandContext context, AuditQuery query, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenAsync(cancellationToken);
        await ShowAsync(context, session, query, cancellationToken);
    }

    private static async Task ShowAsync(CommandContext context, Session session, AuditQuery query, CancellationToken cancellationToken)
    {
        var left = context.Arguments.GetValue(Limit) is > 0 and var limit ? limit : int.MaxValue;
        await foreach (var record in session.Client.ListAuditAsync(query, cancellationToken))
        {
            if (context.Output.Json)
            {
                context.Output.Object(record, ContractsJsonContext.Default.AuditBody);
            }
            else
            {
                context.Output.Line(Line(record));
            }

            if (--left == 0)
            {
                return;
            }
        }
    }

    private static string Line(AuditBody record)
    {
        var detail = record.Detail is null ? "" : string.Join(" ", record.Detail.Select(fact => $"{fact.Key}={fact.Value}"));
        var outcome = record.Outcome == "done" ? "" : $" ({record.Outcome})";
        var who = record.Actor ?? record.ActorId?.ToString() ?? "nobody";
        return $"{ItemLines.Time(record.At)}  {record.Kind + outcome,-24}  {who}{(record.Address is null ? "" : $" from {record.Address}")}"
            + $"{(record.Other is null ? "" : $"  {record.Other}")}{(detail.Length == 0 ? "" : $"  {detail}")}";
    }
}
