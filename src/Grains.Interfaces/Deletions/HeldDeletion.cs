namespace FileStorage.Grains.Interfaces.Deletions;

/// <summary>A device that deleted too much at once, and deletes nothing since.</summary>
[GenerateSerializer, Immutable, Alias("deletions.held")]
public sealed record HeldDeletion
{
    [Id(0)] public required Guid DeviceId { get; init; }

    /// <summary>Its account; null for a visitor, whose link <see cref="DeviceId"/> is.</summary>
    [Id(1)] public required Guid? AccountId { get; init; }

    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Entries that it deleted before, within the time that counts.</summary>
    [Id(3)] public required long Deleted { get; init; }

    /// <summary>Entries that the deletion would have taken for which it is held.</summary>
    [Id(4)] public required long Wanted { get; init; }

    /// <summary>Entries that the drive had when it began.</summary>
    [Id(5)] public required long Before { get; init; }
}
