namespace FileStorage.Cli.Commands;

/// <summary>What <c>token --json</c> answers.</summary>
internal sealed record TokenLine
{
    public required string Token { get; init; }
}
