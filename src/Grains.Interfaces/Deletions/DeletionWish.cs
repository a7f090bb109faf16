namespace FileStorage.Grains.Interfaces.Deletions;

/// <summary>What a device is about to delete.</summary>
[GenerateSerializer, Immutable, Alias("deletions.wish")]
public sealed record DeletionWish
{
    [Id(0)] public required Guid OperationId { get; init; }

    /// <summary>The device, or the link by which a visitor comes.</summary>
    [Id(1)] public required Guid DeviceId { get; init; }

    /// <summary>The account of the device; null for a visitor.</summary>
    [Id(2)] public required Guid? AccountId { get; init; }

    /// <summary>The account whose drive it is.</summary>
    [Id(3)] public required Guid OwnerId { get; init; }

    [Id(4)] public required Guid EntryId { get; init; }

    /// <summary>
    /// The entry and all below it, as far as they were there when the window began (<see cref="IMassDeletionGrain.OpenAsync"/>); 0 for what is in the trash
    /// already.
    /// </summary>
    [Id(5)] public required long Entries { get; init; }

    /// <summary>All entries of the drive that are not in the trash and were there then; null where that was not counted.</summary>
    [Id(6)] public long? LiveEntries { get; init; }

    /// <summary>The number of the newest row of the drive's journal.</summary>
    [Id(7)] public required long JournalNumber { get; init; }
}
