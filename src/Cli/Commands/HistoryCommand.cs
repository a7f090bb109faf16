using System.CommandLine;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Cli.Commands;

internal static class HistoryCommand
{
    public static readonly Subcommand Definition = new(
        "history",
        "See or change how long old versions and the trash are kept",
        """
        filestorage history policy
        filestorage history policy --keep-all 60 --trash 14
        """,
        Build);

    private static void Build(Command command) => command.Add(Policy());

    private static Command Policy()
    {
        var command = new Command("policy", "Show how long your drive keeps what was, or change it");
        var keepAll = new Option<int?>("--keep-all") { Description = "Keep every version for so many days after the next one replaced it", HelpName = "DAYS" };
        var daily = new Option<int?>("--daily") { Description = "Up to so many days keep one a day, after that one a week", HelpName = "DAYS" };
        var minVersions = new Option<int?>("--min-versions") { Description = "Keep so many of a file's newest versions in any case", HelpName = "N" };
        var trash = new Option<int?>("--trash") { Description = "Keep the trash for so many days", HelpName = "DAYS" };
        var byDefault = new Option<bool>("--default") { Description = "Go back to what the server says" };
        foreach (var option in new Option[] { keepAll, daily, minVersions, trash, byDefault })
        {
            command.Add(option);
        }

        command.Run(async (context, cancellationToken) =>
        {
            var arguments = context.Arguments;
            var request = new HistoryPolicyRequest
            {
                KeepAllDays = arguments.GetValue(keepAll),
                DailyDays = arguments.GetValue(daily),
                MinVersions = arguments.GetValue(minVersions),
                TrashDays = arguments.GetValue(trash),
            };
            var isChange = request != new HistoryPolicyRequest();
            if (isChange && arguments.GetValue(byDefault))
            {
                throw new CommandException("--default takes no numbers beside it.", ExitStatus.Usage);
            }

            await using var session = await context.OpenAsync(cancellationToken);
            var client = session.Client;
            var policy = isChange ? await client.SetHistoryPolicyAsync(request, cancellationToken)
                : arguments.GetValue(byDefault) ? await client.ClearHistoryPolicyAsync(cancellationToken)
                : await client.GetHistoryPolicyAsync(cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(policy, ContractsJsonContext.Default.HistoryPolicyBody);
                return;
            }

            context.Output.Line($"Every version is kept for {policy.KeepAllDays} days after the next one replaced it;");
            context.Output.Line($"then one a day up to {policy.DailyDays} days, then one a week; the newest {policy.MinVersions} in any case.");
            context.Output.Line($"The trash is kept for {policy.TrashDays} days.");
        });
        return command;
    }
}
