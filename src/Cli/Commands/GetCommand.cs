using System.CommandLine;
using FileStorage.Api.Contracts.Items;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Client.Downloads;
using FileStorage.Client.Items;
using FileStorage.Client.Trees;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class GetCommand
{
    public static readonly Subcommand Definition = new(
        "get",
        "Download files and folders",
        """
        filestorage get /report.txt report.txt     the file becomes report.txt
        filestorage get /report.txt ./             the file goes into this folder
        filestorage get -r /backup/site ./site     ./site holds what /backup/site holds
        filestorage get /backup.tar - | tar x      a file goes to standard output
        filestorage get --zip /photos photos.zip   a folder as one zip
        """,
        Build);

    private static void Build(Command command)
    {
        var remote = new Argument<string>("REMOTE") { Description = "A file or folder on the server" };
        var local = new Argument<string>("LOCAL")
        {
            Description = "Where it goes. A folder: its content goes into LOCAL, which is made. A file: it becomes LOCAL, or goes into it if that is "
                + "a folder or ends in a slash; - is standard output. Nothing is ever deleted; what is there already is skipped",
        };
        var recursive = new Option<bool>("-r", "--recursive") { Description = "Folders too, with all they hold" };
        var version = new Option<long?>("--version") { Description = "This version of a file, as `filestorage versions` numbers it", HelpName = "N" };
        var zip = new Option<bool>("--zip") { Description = "A folder as one zip that becomes LOCAL" };
        command.Add(zip);
        command.Add(remote);
        command.Add(local);
        command.Add(recursive);
        command.Add(version);
        command.Run(async (context, cancellationToken) =>
        {
            var path = RemotePaths.Parse(context.Arguments.GetRequiredValue(remote));
            var destination = context.Arguments.GetRequiredValue(local);
            await using var session = await context.OpenAsync(cancellationToken, RetryPolicy.Patient);
            var client = session.Client;
            var item = await RemotePaths.GetAsync(client, path, cancellationToken);
            if (context.Arguments.GetValue(zip))
            {
                await ZipAsync(client, item, destination, context.Output, cancellationToken);
                return ExitStatus.Done;
            }

            if (item.Kind == "folder" && !context.Arguments.GetValue(recursive))
            {
                throw new CommandException($"{path} is a folder; add -r to get it with all it holds.");
            }

            if (context.Arguments.GetValue(version) is { } number)
            {
                item = await AtAsync(client, item, number, cancellationToken);
            }

            if (destination == "-" && item.Kind != "folder")
            {
                await WriteAsync(client, item, context.Output, cancellationToken);
                return ExitStatus.Done;
            }

            return await Transferring.RunAsync(context, "Getting", "Got", async report =>
            {
                var files = item.Kind == "folder"
                    ? new RemoteTree(client, report).FilesAsync(item, path, destination, cancellationToken)
                    : OneAsync(item, path, destination);
                using var downloader = new Downloader(client, new DownloadOptions { WholeHashes = context.Output.Json }, report);
                await downloader.DownloadAsync(files, cancellationToken);
            });
        });
    }

    // It has its name only when it is whole.
    private static async Task ZipAsync(FileStorageClient client, ItemBody item, string destination, Output output, CancellationToken cancellationToken)
    {
        if (destination == "-")
        {
            await using var stream = Console.OpenStandardOutput();
            await client.CopyArchiveAsync(ItemAddress.OfId(item.Id), stream, cancellationToken);
            return;
        }

        var target = Path.GetFullPath(destination);
        var part = Path.Combine(Path.GetDirectoryName(target)!, $".filestorage-{Guid.NewGuid():N}.part");
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                await client.CopyArchiveAsync(ItemAddress.OfId(item.Id), file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, target, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        output.Line(destination);
    }

    private static async Task<ItemBody> AtAsync(FileStorageClient client, ItemBody item, long number, CancellationToken cancellationToken)
    {
        await foreach (var version in client.ListVersionsAsync(ItemAddress.OfId(item.Id), cancellationToken))
        {
            if (version.Number == number)
            {
                return item with
                {
                    Version = number,
                    Etag = version.Etag,
                    Size = version.Size,
                    Sha256 = version.Sha256,
                    ModifiedAt = version.ModifiedAt,
                    Executable = version.Executable,
                };
            }
        }

        throw new CommandException($"There is no version {number}; look with `filestorage versions`.");
    }

    // A name from the command line is the user's own word; only where the server's name is used must it be checked.
    internal static async IAsyncEnumerable<RemoteFile> OneAsync(ItemBody item, string path, string destination)
    {
        await Task.CompletedTask;
        var target = Path.GetFullPath(destination);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(destination))
        {
            if (LocalNames.Refuse(item.Name) is { } reason)
            {
                throw new CommandException($"{path} cannot have this name here: {reason} Name the local file.");
            }

            target = Path.Combine(target, item.Name);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        yield return new RemoteFile { Item = item, RemotePath = path, LocalPath = target };
    }

    private static async Task WriteAsync(FileStorageClient client, ItemBody item, Output output, CancellationToken cancellationToken)
    {
        await using var content = client.OpenVersion(item.Id, item.Version, 0, item.Size);
        var buffer = new byte[256 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            output.Write(buffer.AsSpan(0, read));
        }
    }
}
