using System.CommandLine;
using System.Runtime.CompilerServices;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Client.Items;
using FileStorage.Client.Transfers;
using FileStorage.Client.Trees;
using FileStorage.Client.Uploads;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class PutCommand
{
    public static readonly Subcommand Definition = new(
        "put",
        "Upload files and folders",
        """
        filestorage put report.txt /report.txt     the file becomes /report.txt
        filestorage put *.jpg /photos/             each file goes into /photos
        filestorage put -r ./site /backup/site     /backup/site holds what ./site holds
        tar c . | filestorage put - /backup.tar    standard input becomes a file
        """,
        Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("LOCAL... REMOTE")
        {
            Description = "Local files and folders, then where they go on the server; folders above it are made. "
                + "One folder: its content goes into REMOTE. One file: it becomes REMOTE, or goes into it if that is a folder or ends in a slash. "
                + "Several: each goes into REMOTE under its own name. Nothing is ever deleted; what is there already is skipped",
            Arity = new ArgumentArity(2, 100_000),
        };
        var recursive = new Option<bool>("-r", "--recursive") { Description = "Folders too, with all they hold; links are left out" };
        command.Add(paths);
        command.Add(recursive);
        command.Run(async (context, cancellationToken) =>
        {
            var given = context.Arguments.GetRequiredValue(paths);
            var remote = RemotePaths.Parse(given[^1]);
            await using var session = await context.OpenAsync(cancellationToken, RetryPolicy.Patient);
            return await Transferring.RunAsync(context, "Putting", "Put", async report =>
            {
                if (given is ["-", _])
                {
                    await PutStandardInputAsync(session.Client, report, remote, cancellationToken);
                    return;
                }

                var options = new UploadOptions
                {
                    WholeHashes = context.Output.Json,
                    Ledger = new UploadLedger(context.Config.UploadsPath, TimeProvider.System),
                };
                using var uploader = new Uploader(session.Client, options, report);
                await uploader.UploadAsync(
                    FilesAsync(session.Client, report, given[..^1], given[^1], context.Arguments.GetValue(recursive), cancellationToken),
                    cancellationToken);
            });
        });
    }

    private static async IAsyncEnumerable<LocalFile> FilesAsync(
        FileStorageClient client,
        TransferReport observer,
        string[] locals,
        string typed,
        bool recursive,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var remote = RemotePaths.Parse(typed);
        var intoFolder = locals.Length > 1;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var local in locals)
        {
            if (!names.Add(Path.GetFileName(Path.GetFullPath(local).TrimEnd('/'))))
            {
                observer.Failed(local, new IOException("Another one of this name goes to the same place; put them one by one."));
                continue;
            }

            var folder = new DirectoryInfo(local);
            if (folder.Exists && !recursive)
            {
                observer.Failed(local, new IOException("It is a folder; add -r to put it with all it holds."));
            }
            else if (folder.Exists)
            {
                var target = intoFolder ? RemotePaths.Join(remote, RemotePaths.Parse(Path.GetFileName(folder.FullName.TrimEnd('/')))[1..]) : remote;
                await foreach (var file in new LocalTree(client, observer).FilesAsync(folder, target, cancellationToken))
                {
                    yield return file;
                }
            }
            else if (await FindAsync(client, observer, local, intoFolder ? typed.TrimEnd('/') + "/" : typed, cancellationToken) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>A file that was named on the command line; a link there is followed, for the user named it.</summary>
    private static async Task<LocalFile?> FindAsync(
        FileStorageClient client, TransferReport observer, string local, string typed, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(local);
            if (info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                info = target;
            }

            if (!info.Exists)
            {
                throw new FileNotFoundException("There is no such file or folder.");
            }

            if (info.Length == 0 && !SpecialFiles.IsRegular(info.FullName))
            {
                throw new IOException("It is neither a file nor a folder.");
            }

            var path = await RemotePaths.PlaceAsync(client, typed, Path.GetFileName(local), cancellationToken);
            return LocalFile.Of(info, RemotePaths.Parse(path), await client.FindItemAsync(ItemAddress.OfPath(path), cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.Failed(local, exception);
            return null;
        }
    }

    private static async Task PutStandardInputAsync(
        FileStorageClient client, TransferReport report, string remote, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        var item = await client.PutContentAsync(remote, input, modifiedAt: null, executable: false, cancellationToken);
        report.Found(item.Size);
        report.Progressed(item.Size);
        report.Completed(new TransferredFile
        {
            LocalPath = "-",
            RemotePath = remote,
            Size = item.Size,
            Sha256 = item.Sha256,
        });
    }
}
