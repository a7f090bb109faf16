using System.CommandLine;
using System.Globalization;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class QuotaCommand
{
    public static readonly Subcommand Definition = new("quota", "Show how much of your quota is used", "filestorage quota", Build);

    private static void Build(Command command) => command.Run(async (context, cancellationToken) =>
    {
        await using var session = await context.OpenAsync(cancellationToken);
        var me = await session.Client.GetMeAsync(cancellationToken);
        if (context.Output.Json)
        {
            context.Output.Object(
                new QuotaLine { UsedBytes = me.UsedBytes, QuotaBytes = me.QuotaBytes }, CliJsonContext.Default.QuotaLine);
        }
        else
        {
            var share = me.QuotaBytes == 0 ? 0 : 100.0 * me.UsedBytes / me.QuotaBytes;
            context.Output.Line(
                $"{Sizes.Show(me.UsedBytes)} of {Sizes.Show(me.QuotaBytes)} used ({share.ToString("0.0", CultureInfo.InvariantCulture)} %), "
                + "older versions and the trash included.");
        }
    });
}
