using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>What a commit of a version can lead to.</summary>
[GenerateSerializer, Immutable, Alias("file.commit-outcome")]
public abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>Durable and visible.</summary>
    [GenerateSerializer, Immutable, Alias("file.committed")]
    public sealed record Committed([property: Id(0)] Entry Entry, [property: Id(1)] bool IsNew) : CommitOutcome;

    /// <summary>The precondition does not hold. <paramref name="CurrentVersionId"/> is the newest version, or null if there is none.</summary>
    [GenerateSerializer, Immutable, Alias("file.stale")]
    public sealed record Stale([property: Id(0)] Guid? CurrentVersionId) : CommitOutcome;

    /// <summary>The drive refused the entry; the version was undone.</summary>
    [GenerateSerializer, Immutable, Alias("file.refused")]
    public sealed record Refused([property: Id(0)] DriveOutcome Reason) : CommitOutcome;

    /// <summary>The chunks may no longer be held: the content must be sent again.</summary>
    [GenerateSerializer, Immutable, Alias("file.lease-expired")]
    public sealed record LeaseExpired : CommitOutcome;
}
