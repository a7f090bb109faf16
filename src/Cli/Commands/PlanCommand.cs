using System.CommandLine;
using System.Globalization;
using FileStorage.Cli.Sessions;
using FileStorage.Core.Capacity;

namespace FileStorage.Cli.Commands;

/// <summary>The capacity model. Asks no server.</summary>
internal static class PlanCommand
{
    private static readonly CapacityInputs Defaults = new();

    public static Command Definition()
    {
        var command = new Command("plan", "Tell what a service of some size needs");
        var users = Number("--users", "People with an account", Defaults.Users);
        var daily = Number("--daily", "People who use it on a day", Defaults.DailyUsers);
        var files = Number("--files", "Files of each", Defaults.FilesPerUser);
        var megabytes = Number("--file-mb", "Size of a file in MB", Defaults.FileMegabytes);
        var syncs = Number("--syncs", "Files that a daily user sends or fetches a day", Defaults.SyncsPerDay);
        var connections = Number("--connections", "Devices of a daily user", Defaults.Connections);
        var atOnce = Number("--at-once", "Percent of those devices that are connected at once", Defaults.AtOnce * 100);
        var saved = Number("--saved", "Percent of the bytes that deduplication saves", Defaults.Deduplicated * 100);
        var peak = Number("--peak", "How much busier the busiest hour is than the average", Defaults.PeakFactor);
        var gateway = Number("--gateway", "Connections on one gateway", Defaults.ConnectionsPerGateway);
        var shard = Number("--shard-gb", "Most metadata in one database, in GB", Defaults.ShardGigabytes);
        var cores = Number("--cores", "Cores of one silo", Defaults.CoresPerSilo);
        var price = Number("--price", "Price of one GB in the object store a month", Defaults.PricePerGigabyteMonth);
        Option<double>[] options = [users, daily, files, megabytes, syncs, connections, atOnce, saved, peak, gateway, shard, cores, price];
        Array.ForEach(options, command.Add);
        command.Run((context, _) =>
        {
            double Of(Option<double> option) => context.Arguments.GetValue(option) is >= 0 and < 1e15 and var value
                ? value
                : throw new CommandException($"{option.Name} has to be 0 or more.", ExitStatus.Usage);

            var inputs = Defaults with
            {
                Users = Of(users),
                DailyUsers = Of(daily),
                FilesPerUser = Of(files),
                FileMegabytes = Of(megabytes),
                SyncsPerDay = Of(syncs),
                Connections = Of(connections),
                AtOnce = Of(atOnce) / 100,
                Deduplicated = Math.Min(1, Of(saved) / 100),
                PeakFactor = Of(peak),
                ConnectionsPerGateway = Math.Max(1, Of(gateway)),
                ShardGigabytes = Math.Max(1, Of(shard)),
                CoresPerSilo = Math.Max(1, Of(cores)),
                PricePerGigabyteMonth = Of(price),
            };
            Show(context, inputs, CapacityPlan.Of(inputs));
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Show(CommandContext context, CapacityInputs inputs, CapacityPlan plan)
    {
        if (context.Output.Json)
        {
            context.Output.Object(plan, CliJsonContext.Default.CapacityPlan);
            return;
        }

        void Line(string what, double value, int decimals, string unit) => context.Output.Line(
            string.Create(CultureInfo.InvariantCulture, $"{what,-38} {value.ToString($"N{decimals}", CultureInfo.InvariantCulture),18} {unit}").TrimEnd());

        context.Output.Line("By the textbook");
        Line("files", plan.Files, 0, "");
        Line("bytes, raw", plan.RawTerabytes, 2, "TB");
        Line("bytes after deduplication", plan.StoredTerabytes, 2, "TB");
        Line("syncs", plan.SyncsPerSecond, 0, "a second");
        Line("bandwidth", plan.GigabitsPerSecond, 2, "Gbps");
        Line("bandwidth, busiest hour", plan.PeakGigabitsPerSecond, 2, "Gbps");
        Line("metadata at 1 KiB a file", plan.MetadataGigabytes, 2, "GB");
        Line("connections at once", plan.Connections, 0, "");
        Line($"gateways at {inputs.ConnectionsPerGateway.ToString("N0", CultureInfo.InvariantCulture)} each", plan.Gateways, 0, "");
        context.Output.Line("");
        context.Output.Line("By what was measured (docs/performance.md; half of the syncs store, half deliver)");
        Line("metadata at 932 bytes a file", plan.MeasuredMetadataGigabytes, 2, "GB   metadata at rest, bench/Metadata");
        Line("databases", plan.Shards, 0, $"of at most {inputs.ShardGigabytes.ToString("N0", CultureInfo.InvariantCulture)} GB");
        Line("cores, busiest hour", plan.PeakCores, 0, "     0.44 ms a PUT, 91 MB/s intake on 2 cores, 0.15 ms a GET");
        Line("silos", plan.Silos, 0, $"of {inputs.CoresPerSilo.ToString("N0", CultureInfo.InvariantCulture)} cores, half of them busy");
        Line("chunks", plan.Chunks, 0, "     of 1 MiB on average, at least one a file");
        Line("object store, requests that write", plan.WritesPerMonth, 0, "a month");
        Line("object store, requests that read", plan.ReadsPerMonth, 0, "a month");
        Line("object store, bytes", plan.StoragePrice, 0, "$ a month");
        Line("object store, requests", plan.RequestPrice, 0, "$ a month");
    }

    private static Option<double> Number(string name, string description, double value) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} ({value:N})").Replace(".00)", ")", StringComparison.Ordinal),
        DefaultValueFactory = _ => value,
        HelpName = "N",
    };
}
