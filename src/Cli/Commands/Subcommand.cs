using System.CommandLine;

namespace FileStorage.Cli.Commands;

/// <summary>A subcommand that is only built when it is asked for: building all of them would be half of the time a command takes.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Description">One line of the list.</param>
/// <param name="Examples">Shown below its help, a line each.</param>
/// <param name="Build">Adds arguments, options and what it does.</param>
internal sealed record Subcommand(string Name, string Description, string Examples, Action<Command> Build);
