using System.CommandLine;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Cli.Sessions;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

/// <summary>The one place where a subcommand is run and where its exceptions become messages and an exit status.</summary>
internal static class Running
{
    public static void Run(this Command command, Func<CommandContext, CancellationToken, Task<int>> action) =>
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, action, cancellationToken));

    /// <summary>Runs what answers no status of its own.</summary>
    public static void Run(this Command command, Func<CommandContext, CancellationToken, Task> action) =>
        command.Run(async (context, cancellationToken) =>
        {
            await action(context, cancellationToken);
            return ExitStatus.Done;
        });

    private static async Task<int> RunAsync(
        ParseResult arguments, Func<CommandContext, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        using var output = new Output(arguments.GetValue(GlobalOptions.Json));
        try
        {
            return await action(new CommandContext(arguments, output), cancellationToken);
        }
        catch (BrokenPipeException)
        {
            return ExitStatus.BrokenPipe;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Note("filestorage: interrupted; run the same command again to go on.");
            return ExitStatus.Interrupted;
        }
        catch (CommandException exception)
        {
            output.Error(null, exception);
            return exception.Status;
        }
        catch (FileStorageException exception)
        {
            output.Error(null, Sentence(exception), exception.Problem?.Type);
            return ExitStatus.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            output.Error(null, exception);
            return ExitStatus.Failed;
        }
    }

    // The server speaks to programs of any kind; here it is known what the user can do.
    private static string Sentence(FileStorageException exception) => exception switch
    {
        { IsUnreachable: true } => exception.Message + " Is the server running, and is its address right (--url, FILESTORAGE_URL)?",
        _ when exception.Is(ProblemTypes.Unauthenticated) => "The server does not know this token (any more): run `filestorage login`.",
        _ when exception.Is(ProblemTypes.WrongCredentials) => exception.Message + " Try again, or run `filestorage register` to make an account.",
        _ => exception.Message,
    };
}
