using FileStorage.Api.Contracts.Sharing;

namespace FileStorage.Api.Contracts.Departures;

/// <summary>What goes with an account, to be looked at before it is deleted.</summary>
public sealed record DeparturePreviewBody
{
    public required Guid UserId { get; init; }

    public required string Email { get; init; }

    /// <summary>Bytes stored, old versions and the trash included.</summary>
    public required long UsedBytes { get; init; }

    /// <summary>What others lose: everything of the account's that is shared, and with whom.</summary>
    public required IReadOnlyList<ShareBody> Shares { get; init; }

    /// <summary>The account's own groups.</summary>
    public required IReadOnlyList<GroupBody> Groups { get; init; }

    public required int Devices { get; init; }
}
