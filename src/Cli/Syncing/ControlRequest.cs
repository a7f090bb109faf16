namespace FileStorage.Cli.Syncing;

/// <summary>What another process asks of the one that syncs, as one line of JSON.</summary>
internal sealed record ControlRequest
{
    public const string Status = "status";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Confirm = "confirm";

    public required string Command { get; init; }
}
