namespace FileStorage.Api.Contracts.Changes;

/// <summary>News of one item: what happened to it last, and the item as it is now.</summary>
public sealed record ChangeBody
{
    /// <summary>
    /// "created", "changed", "moved", "trashed", "restored", "purged" or "shared" (who may see it changed); "listed" where a listing tells of it;
    /// "reset" where everything known below a mount is to be forgotten, because what there is follows.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The number in its drive's journal; of a listed item, the newest number when the listing began.</summary>
    public required long Number { get; init; }

    public required Guid DriveId { get; init; }

    /// <summary>The device that did it; absent for the server's own acts and for listed items.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>When it was done; absent for listed items.</summary>
    public DateTimeOffset? At { get; init; }

    public required ChangedItemBody Item { get; init; }
}
