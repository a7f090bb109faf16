namespace FileStorage.Cli.Commands;

/// <summary>What <c>login --json</c> answers.</summary>
internal sealed record LoginLine
{
    public required string Url { get; init; }

    public required string Email { get; init; }

    public required Guid DeviceId { get; init; }
}
