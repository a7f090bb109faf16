namespace FileStorage.Api.Contracts.Items;

/// <summary>What a copy made.</summary>
public sealed record CopyBody
{
    public required ItemBody Item { get; init; }

    public required long Files { get; init; }

    public required long Folders { get; init; }
}
