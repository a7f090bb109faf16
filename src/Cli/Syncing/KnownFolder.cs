namespace FileStorage.Cli.Syncing;

/// <summary>A folder that this user synced once, remembered outside of it.</summary>
internal sealed record KnownFolder
{
    public required string Path { get; init; }

    /// <summary>The mark that it carries.</summary>
    public required Guid Id { get; init; }
}
