using System.CommandLine;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Client.Downloads;
using FileStorage.Client.History;
using FileStorage.Client.Trees;
using FileStorage.Cli.Sessions;

namespace FileStorage.Cli.Commands;

internal static class RewindCommand
{
    private const int ChangesShown = 20;

    public static readonly Subcommand Definition = new(
        "rewind",
        "Look at, get or restore a folder, a file or everything as it was",
        """
        filestorage rewind /photos --at 2h                       what a restore would do
        filestorage rewind /photos --at 3d --list
        filestorage rewind /photos --at "2026-11-22 10:00" --get ./photos-then
        filestorage rewind / --at 2026-11-22T10:00:00Z --restore
        """,
        Build);

    private static void Build(Command command)
    {
        var path = new Argument<string>("PATH") { Description = "Where it was at that moment; / is everything" };
        var at = new Option<string?>("--at") { Description = "The moment: 2h, 3d, 1w (ago), \"2026-11-22 10:00\", or RFC 3339", HelpName = "TIME" };
        var number = new Option<long?>("--number") { Description = "The moment exactly, by the number of a change, as a rewind tells it", HelpName = "N" };
        var list = new Option<bool>("--list") { Description = "List what was there" };
        var get = new Option<string?>("--get") { Description = "Download what was there to here", HelpName = "OUT" };
        var restore = new Option<bool>("--restore") { Description = "Make it again what it was; can be undone" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        command.Add(path);
        foreach (var option in new Option[] { at, number, list, get, restore, yes })
        {
            command.Add(option);
        }

        command.Run(async (context, cancellationToken) =>
        {
            var arguments = context.Arguments;
            var moment = MomentOf(arguments.GetValue(at), arguments.GetValue(number));
            var wanted = RemotePaths.Parse(arguments.GetRequiredValue(path));
            var local = arguments.GetValue(get);
            if ((arguments.GetValue(list) ? 1 : 0) + (local is null ? 0 : 1) + (arguments.GetValue(restore) ? 1 : 0) > 1)
            {
                throw new CommandException("One of --list, --get and --restore at a time.", ExitStatus.Usage);
            }

            await using var session = await context.OpenAsync(cancellationToken, RetryPolicy.Patient);
            var client = session.Client;
            if (arguments.GetValue(list))
            {
                await ListAsync(context, client, wanted, moment, cancellationToken);
                return ExitStatus.Done;
            }

            return local is not null
                ? await GetAsync(context, client, wanted, moment, local, cancellationToken)
                : await RestoreAsync(context, client, wanted, moment, arguments.GetValue(restore), arguments.GetValue(yes), cancellationToken);
        });
    }

    private static PastMoment MomentOf(string? at, long? number) => (at, number) switch
    {
        ({ } text, null) => PastMoment.OfTime(TypedTime.Parse(text, TimeProvider.System.GetLocalNow(), TimeZoneInfo.Local)),
        (null, >= 0) => PastMoment.OfNumber(number.Value),
        _ => throw new CommandException("Say when: --at TIME, or --number N.", ExitStatus.Usage),
    };

    private static async Task ListAsync(
        CommandContext context, FileStorageClient client, string path, PastMoment moment, CancellationToken cancellationToken)
    {
        var item = await client.GetPastItemAsync(path, moment, cancellationToken);
        if (item.Kind != "folder")
        {
            Show(context, item, path);
            return;
        }

        await foreach (var child in client.ListPastAsync(item.Id, moment, cancellationToken))
        {
            Show(context, child, RemotePaths.Join(path, child.Name));
        }
    }

    private static void Show(CommandContext context, ItemBody item, string path) => context.Output.Item(
        item, path, item.Gone == true && !context.Output.Json ? RemotePaths.NameOf(path) + " (gone for good)" : RemotePaths.NameOf(path), details: true);

    private static async Task<int> GetAsync(
        CommandContext context, FileStorageClient client, string path, PastMoment moment, string destination, CancellationToken cancellationToken)
    {
        var item = await client.GetPastItemAsync(path, moment, cancellationToken);
        return item.Gone == true
            ? throw new CommandException($"{path} is gone for good.")
            : await Transferring.RunAsync(context, "Getting", "Got", async report =>
            {
                var files = item.Kind == "folder"
                    ? new RemoteTree(client, report, moment).FilesAsync(item, path, destination, cancellationToken)
                    : GetCommand.OneAsync(item, path, destination);
                using var downloader = new Downloader(client, new DownloadOptions { WholeHashes = context.Output.Json }, report);
                await downloader.DownloadAsync(files, cancellationToken);
            });
    }

    private static async Task<int> RestoreAsync(
        CommandContext context,
        FileStorageClient client,
        string path,
        PastMoment moment,
        bool isMeant,
        bool isConfirmed,
        CancellationToken cancellationToken)
    {
        var preview = await client.PreviewRewindAsync(path, moment, ChangesShown, cancellationToken);
        if (!isMeant)
        {
            Show(context, preview, "Would be");
            return ExitStatus.Done;
        }

        if (!isConfirmed)
        {
            Show(context, preview, "Would be");
            if (Console.IsInputRedirected || !Ask(path))
            {
                throw new CommandException("Nothing was changed; add --yes to do it.");
            }
        }

        // What was shown is what is done: the number is the moment, whatever the clock.
        var done = await client.RewindAsync(
            preview.ItemId,
            PastMoment.OfNumber(preview.ToNumber),
            progress: body => context.Output.Note($"{body.ContentsDone} of {body.Contents} contents are back."),
            cancellationToken: cancellationToken);
        Show(context, done, "Were");
        if (!context.Output.Json)
        {
            context.Output.Note($"Undo it with: filestorage rewind {path} --number {done.UndoNumber} --restore");
        }

        return done.Lost + done.ContentsGone == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static bool Ask(string path)
    {
        Console.Error.Write($"Make {path} what it was? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static void Show(CommandContext context, RewindBody body, string verb)
    {
        var output = context.Output;
        if (output.Json)
        {
            output.Object(body, ContractsJsonContext.Default.RewindBody);
            return;
        }

        foreach (var change in body.Changes)
        {
            output.Line($"{change.Step,-8} {(change.From is { } from && change.To is { } to && from != to ? $"{from} -> {to}" : change.To ?? change.From)}");
        }

        output.Line($"{verb} restored from the trash: {body.Restored}, moved: {body.Moved}, put into the trash: {body.Trashed}, "
            + $"given their old content: {(body.State == "done" ? body.ContentsDone : body.Contents)}, folders made anew: {body.Made}.");
        if (body.ContentsNewer > 0)
        {
            output.Line($"Saved anew meanwhile, and left so: {body.ContentsNewer}.");
        }

        if (body.Lost + body.ContentsGone > 0)
        {
            output.Line($"Gone for good: {body.Lost + body.ContentsGone}.");
        }
    }
}
