using System.CommandLine;
using FileStorage.Client.Connections;
using FileStorage.Cli.Settings;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Sessions;

/// <summary>What a subcommand works with.</summary>
internal sealed class CommandContext(ParseResult arguments, Output output)
{
    private ConnectionSettings? _settings;

    public ParseResult Arguments => arguments;

    public Output Output => output;

    public ConfigFolder Config { get; } = ConfigFolder.Of(Environment.GetEnvironmentVariable);

    public ConnectionSettings Settings => _settings ??= ConnectionSettings.Resolve(
        new Flags
        {
            Url = arguments.GetValue(GlobalOptions.Url),
            Token = arguments.GetValue(GlobalOptions.Token),
            Http = arguments.GetValue(GlobalOptions.Http),
        },
        Environment.GetEnvironmentVariable,
        Config.Load());

    /// <summary>Signs in as the settings say.</summary>
    public Task<Session> OpenAsync(
        CancellationToken cancellationToken, RetryPolicy? retries = null, bool keepDevice = false, TransferLimits? limits = null) =>
        Session.OpenAsync(Settings, retries ?? RetryPolicy.Brief, keepDevice, limits, cancellationToken);
}
