using System.Net;
using FileStorage.Client;
using FileStorage.Cli.Sessions;

namespace FileStorage.Cli.Commands;

/// <summary>Does something to each path; one that fails is named and the others are still done.</summary>
internal static class Each
{
    /// <summary>The exit status.</summary>
    public static async Task<int> DoAsync(CommandContext context, IEnumerable<string> typed, Func<string, Task> action)
    {
        var status = ExitStatus.Done;
        foreach (var path in typed.Select(RemotePaths.Parse).ToList())
        {
            try
            {
                await action(path);
            }
            catch (FileStorageException exception) when (exception.Status is not null and not HttpStatusCode.Unauthorized)
            {
                context.Output.Error(path, exception);
                status = ExitStatus.Failed;
            }
            catch (CommandException exception)
            {
                context.Output.Error(null, exception);
                status = ExitStatus.Failed;
            }
        }

        return status;
    }
}
