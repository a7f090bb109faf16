using System.CommandLine;
using FileStorage.Client;
using FileStorage.Client.Items;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

internal static class LsCommand
{
    public static readonly Subcommand Definition = new(
        "ls",
        "List a folder",
        """
        filestorage ls
        filestorage ls -l /photos
        filestorage ls -R --json /photos
        """,
        Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders on the server (else /)", Arity = ArgumentArity.ZeroOrMore };
        var details = new Option<bool>("-l", "--long") { Description = "Kind, size and time too" };
        var recursive = new Option<bool>("-R", "--recursive") { Description = "What is in the folders below too, by full path" };
        command.Add(paths);
        command.Add(details);
        command.Add(recursive);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var wanted = context.Arguments.GetValue(paths) is { Length: > 0 } given ? given : ["/"];
            foreach (var typed in wanted)
            {
                var path = RemotePaths.Parse(typed);
                var item = await RemotePaths.GetAsync(session.Client, path, cancellationToken);
                if (item.Kind != "folder")
                {
                    context.Output.Item(item, path, path, context.Arguments.GetValue(details));
                    continue;
                }

                await ListAsync(
                    session.Client,
                    context.Output,
                    path,
                    context.Arguments.GetValue(details),
                    context.Arguments.GetValue(recursive),
                    cancellationToken);
            }
        });
    }

    private static async Task ListAsync(
        FileStorageClient client, Output output, string folder, bool details, bool recursive, CancellationToken cancellationToken)
    {
        var folders = new List<string>();
        await foreach (var item in client.ListAsync(ItemAddress.OfPath(folder), cancellationToken))
        {
            var path = RemotePaths.Join(folder, item.Name);
            output.Item(item, path, recursive ? path : item.Name, details);
            if (recursive && item.Kind == "folder")
            {
                folders.Add(path);
            }
        }

        foreach (var below in folders)
        {
            await ListAsync(client, output, below, details, recursive, cancellationToken);
        }
    }
}
