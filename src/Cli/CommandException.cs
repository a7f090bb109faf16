namespace FileStorage.Cli;

/// <summary>The command cannot go on. The message is a sentence for the user that says what to do.</summary>
internal sealed class CommandException(string message, int status = ExitStatus.Failed) : Exception(message)
{
    public int Status { get; } = status;
}
