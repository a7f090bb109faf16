using System.CommandLine;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Cli.Commands;

internal static class StatCommand
{
    public static readonly Subcommand Definition = new(
        "stat", "Show all that is known about a file or folder", "filestorage stat /photos/sea.jpg", Build);

    private static void Build(Command command)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders on the server", Arity = ArgumentArity.OneOrMore };
        command.Add(paths);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            foreach (var typed in context.Arguments.GetRequiredValue(paths))
            {
                var path = RemotePaths.Parse(typed);
                var item = await RemotePaths.GetAsync(session.Client, path, cancellationToken);
                if (context.Output.Json)
                {
                    context.Output.Object(item.Path is null ? item with { Path = path } : item, ContractsJsonContext.Default.ItemBody);
                    continue;
                }

                context.Output.Line($"path      {item.Path ?? path}");
                context.Output.Line($"kind      {item.Kind}{(item.Executable ? ", executable" : "")}");
                context.Output.Line($"id        {item.Id}");
                context.Output.Line($"etag      {item.Etag}");
                context.Output.Line($"modified  {item.ModifiedAt.ToLocalTime():O}");
                if (item.Kind != "folder")
                {
                    context.Output.Line($"size      {item.Size} bytes");
                    context.Output.Line($"version   {item.Version}");
                }

                if (item.Sha256 is not null)
                {
                    context.Output.Line($"sha256    {item.Sha256}");
                }
            }
        });
    }
}
