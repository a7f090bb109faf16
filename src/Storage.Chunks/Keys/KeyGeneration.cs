namespace FileStorage.Storage.Chunks.Keys;

internal sealed record KeyGeneration
{
    /// <summary>1, 2, 3, …; stored with every chunk.</summary>
    public required uint Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required WrappedKey Key { get; init; }
}
