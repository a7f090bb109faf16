namespace FileStorage.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>Something failed and was named on standard error; the rest was still done.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>The reader of standard output went away, as shells count it.</summary>
    public const int BrokenPipe = 141;
}
