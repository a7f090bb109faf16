using System.CommandLine;

namespace FileStorage.Cli.Commands;

internal static class MkdirCommand
{
    public static readonly Subcommand Definition = new(
        "mkdir", "Make folders", "filestorage mkdir -p /photos/2026/june", Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders to make on the server", Arity = ArgumentArity.OneOrMore };
        var parents = new Option<bool>("-p", "--parents") { Description = "Make those above too; one that is there is fine" };
        command.Add(paths);
        command.Add(parents);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            return await Each.DoAsync(context, context.Arguments.GetRequiredValue(paths), async path =>
            {
                var made = await session.Client.MakeFolderAsync(path, context.Arguments.GetValue(parents), cancellationToken);
                if (context.Output.Json)
                {
                    context.Output.Item(made.Item, path, path, details: false);
                }
            });
        });
    }
}
