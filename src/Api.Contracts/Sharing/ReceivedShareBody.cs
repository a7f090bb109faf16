using FileStorage.Api.Contracts.Items;

namespace FileStorage.Api.Contracts.Sharing;

/// <summary>Something that somebody shares with the caller.</summary>
public sealed record ReceivedShareBody
{
    /// <summary>With its path where it has a place in the caller's tree.</summary>
    public required ItemBody Item { get; init; }

    /// <summary>The e-mail address of whoever shared it.</summary>
    public string? SharedBy { get; init; }

    public required DateTimeOffset SharedAt { get; init; }

    /// <summary>Whether its owner offers it: accepted, it is the caller's own, and counts to their quota.</summary>
    public bool Offered { get; init; }
}
