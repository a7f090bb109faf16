namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>A location whose bytes are to be deleted.</summary>
public sealed record GarbageRow
{
    public required ReadOnlyMemory<byte> Location { get; init; }

    /// <summary>Unix time in milliseconds at which it became garbage.</summary>
    public required long AtUnixMilliseconds { get; init; }
}
