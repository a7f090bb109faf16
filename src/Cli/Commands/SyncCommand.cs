using System.CommandLine;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Syncing;
using FileStorage.Cli.Terminal;
using FileStorage.Sync.Local;

namespace FileStorage.Cli.Commands;

internal static class SyncCommand
{
    public static readonly Subcommand Definition = new(
        "sync",
        "Keep a folder and the server the same, both ways",
        """
        filestorage sync ~/Files                        until Ctrl-C; run it again to go on
        filestorage sync ~/Photos --remote /photos      one folder of the server
        filestorage sync ~/Files --once                 until both sides are the same
        filestorage sync ~/Files --status               how the process that syncs it is doing
        filestorage sync ~/Files --only work --exclude '*.iso'
        """,
        Build);

    private static void Build(Command command)
    {
        var folder = new Argument<string>("DIR") { Description = "The local folder; made where it is missing" };
        var remote = new Option<string?>("--remote") { Description = "The folder on the server; everything where this is not given", HelpName = "PATH" };
        var once = new Option<bool>("--once") { Description = "End when both sides are the same" };
        var status = new Option<bool>("--status") { Description = "Show how the process that syncs DIR is doing" };
        var pause = new Option<bool>("--pause") { Description = "Tell it to rest" };
        var resume = new Option<bool>("--resume") { Description = "Tell it to go on" };
        var confirm = new Option<bool>("--confirm") { Description = "What it asks about (many deletions, a folder that lost its mark) is meant" };
        var exclude = new Option<string[]>("--exclude") { Description = "Leave out what matches, as in .filestorageignore", HelpName = "PATTERN" };
        var only = new Option<string[]>("--only") { Description = "Sync only this folder or file of DIR; may be given several times", HelpName = "PATH" };
        var up = new Option<string?>("--limit-up") { Description = "Send at most so much a second, as 500KB or 2MiB", HelpName = "RATE" };
        var down = new Option<string?>("--limit-down") { Description = "Receive at most so much a second", HelpName = "RATE" };
        var conflict = new Option<string?>("--conflict")
        {
            Description = "What becomes of edits on both sides: copy keeps both (default), merge makes one of two texts where that is clean",
            HelpName = "copy|merge",
        };
        conflict.AcceptOnlyFromAmong("copy", "merge");
        Option[] options = [remote, once, status, pause, resume, confirm, exclude, only, up, down, conflict];
        command.Add(folder);
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Run(async (context, cancellationToken) =>
        {
            var arguments = context.Arguments;
            var request = new SyncRequest
            {
                Folder = arguments.GetRequiredValue(folder),
                Remote = arguments.GetValue(remote) is { } path ? RemotePaths.Parse(path) : null,
                Once = arguments.GetValue(once),
                IsConfirmed = arguments.GetValue(confirm),
                Excluded = arguments.GetValue(exclude) ?? [],
                Selected = [.. (arguments.GetValue(only) ?? []).Select(one => new LocalPath(RemotePaths.Parse(one).TrimStart('/')))],
                MergesText = arguments.GetValue(conflict) is { } policy ? policy == "merge" : null,
                UploadLimit = Rate(arguments.GetValue(up)),
                DownloadLimit = Rate(arguments.GetValue(down)),
            };
            var asked = arguments.GetValue(status) ? ControlRequest.Status
                : arguments.GetValue(pause) ? ControlRequest.Pause
                : arguments.GetValue(resume) ? ControlRequest.Resume
                : null;
            if (asked is not null)
            {
                return await AskAsync(context, request.Folder, asked, cancellationToken)
                    ? ExitStatus.Done
                    : throw new CommandException($"No process syncs {request.Folder} now; start one with: filestorage sync {request.Folder}");
            }

            // A process that waits for the word gets it; where none runs, the word is for the one that starts now.
            return request.IsConfirmed && !request.Once && await TryConfirmAsync(context, request.Folder, cancellationToken)
                ? ExitStatus.Done
                : await new SyncProcess(context, request).RunAsync(cancellationToken);
        });
    }

    private static async Task<bool> TryConfirmAsync(CommandContext context, string folder, CancellationToken cancellationToken) =>
        Sync.Local.Linux.OwnFolder.ReadMark(folder) is not null && await AskAsync(context, folder, ControlRequest.Confirm, cancellationToken);

    private static async Task<bool> AskAsync(CommandContext context, string folder, string asked, CancellationToken cancellationToken)
    {
        if (await ControlClient.AskAsync(Path.GetFullPath(folder), asked, cancellationToken) is not { } answer)
        {
            return false;
        }

        if (context.Output.Json)
        {
            context.Output.Object(answer, CliJsonContext.Default.SyncStatusLine);
            return true;
        }

        foreach (var line in SyncStatusText.Lines(answer))
        {
            context.Output.Line(line);
        }

        return true;
    }

    private static long? Rate(string? text)
    {
        try
        {
            return text is null ? null
                : Sizes.Parse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text) is > 0 and var rate ? rate
                : throw new CommandException("A limit of nothing would stop sync; use --pause.", ExitStatus.Usage);
        }
        catch (FormatException exception)
        {
            throw new CommandException(exception.Message, ExitStatus.Usage);
        }
    }
}
