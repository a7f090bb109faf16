using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>What a drive tells a grantee of one grant. The drive alone decides what may be done; this is for finding it.</summary>
[GenerateSerializer, Immutable, Alias("sharing.received")]
public sealed record ReceivedShare
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid EntryId { get; init; }

    /// <summary>Null: taken back.</summary>
    [Id(2)] public required Role? Role { get; init; }

    /// <summary>The account that made the grant.</summary>
    [Id(3)] public required Guid GrantedBy { get; init; }

    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>The number of the grant's last change in its drive's journal: an older message never undoes a newer one.</summary>
    [Id(5)] public required long Number { get; init; }
}
