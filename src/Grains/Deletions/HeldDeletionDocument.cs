namespace FileStorage.Grains.Deletions;

/// <summary>The stored form of a device that is held.</summary>
internal sealed class HeldDeletionDocument
{
    public Guid DeviceId { get; set; }

    public Guid? AccountId { get; set; }

    public DateTimeOffset At { get; set; }

    public long Deleted { get; set; }

    public long Wanted { get; set; }

    public long Before { get; set; }
}
