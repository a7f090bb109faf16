using System.CommandLine;
using FileStorage.Api.Contracts.Links;
using FileStorage.Cli.Sessions;

namespace FileStorage.Cli.Commands;

/// <summary>The terms of a link that are taken away.</summary>
internal sealed class LinkRemovals
{
    private readonly Option<bool> _password = new("--no-password") { Description = "Ask for no password any more" };
    private readonly Option<bool> _expires = new("--no-expires") { Description = "Never expire" };
    private readonly Option<bool> _maxDownloads = new("--no-max-downloads") { Description = "Any number of downloads" };

    public LinkRemovals(Command command)
    {
        command.Add(_password);
        command.Add(_expires);
        command.Add(_maxDownloads);
    }

    public LinkChangeRequest Apply(CommandContext context, LinkChangeRequest change) => change with
    {
        NoPassword = context.Arguments.GetValue(_password),
        NoExpiry = context.Arguments.GetValue(_expires),
        NoMaxDownloads = context.Arguments.GetValue(_maxDownloads),
    };
}
