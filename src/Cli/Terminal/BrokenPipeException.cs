namespace FileStorage.Cli.Terminal;

/// <summary>
/// Whoever read our output has gone. No <see cref="IOException"/>: a transfer that reports a file would take that for a fault of its
/// connection, and try again.
/// </summary>
internal sealed class BrokenPipeException(Exception inner) : Exception("Nobody reads the output any more.", inner);
