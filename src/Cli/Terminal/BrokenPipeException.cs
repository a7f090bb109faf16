namespace FileStorage.Cli.Terminal;

/// <summary>Whoever read our output has gone.</summary>
internal sealed class BrokenPipeException(Exception inner) : IOException("Nobody reads the output any more.", inner);
