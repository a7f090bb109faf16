namespace FileStorage.Cli.Commands;

/// <summary>What <c>quota --json</c> answers.</summary>
internal sealed record QuotaLine
{
    public required long UsedBytes { get; init; }

    public required long QuotaBytes { get; init; }
}
