using FileStorage.Core.Names;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>What a command to a drive can lead to.</summary>
[GenerateSerializer, Immutable, Alias("drive.outcome")]
public abstract record DriveOutcome
{
    private DriveOutcome()
    {
    }

    /// <summary>Done and durable, now or by an earlier delivery of the same operation.</summary>
    [GenerateSerializer, Immutable, Alias("drive.done")]
    public sealed record Done([property: Id(0)] Entry Entry) : DriveOutcome;

    /// <summary>There is no such entry (or it is in the trash, or purged).</summary>
    [GenerateSerializer, Immutable, Alias("drive.not-found")]
    public sealed record NotFound : DriveOutcome;

    /// <summary>The folder it should go into is not there, or is a file, or is in the trash.</summary>
    [GenerateSerializer, Immutable, Alias("drive.parent-missing")]
    public sealed record ParentMissing : DriveOutcome;

    /// <summary>A live sibling has the name.</summary>
    [GenerateSerializer, Immutable, Alias("drive.name-taken")]
    public sealed record NameTaken([property: Id(0)] Entry Existing) : DriveOutcome;

    [GenerateSerializer, Immutable, Alias("drive.name-invalid")]
    public sealed record NameInvalid([property: Id(0)] NameProblem Problem) : DriveOutcome;

    /// <summary>A folder cannot go into itself or below itself.</summary>
    [GenerateSerializer, Immutable, Alias("drive.cycle")]
    public sealed record Cycle : DriveOutcome;

    /// <summary>The path would be deeper than <see cref="EntryPath.MaxDepth"/>.</summary>
    [GenerateSerializer, Immutable, Alias("drive.too-deep")]
    public sealed record TooDeep : DriveOutcome;

    /// <summary>The caller sees the entry and may not do this.</summary>
    [GenerateSerializer, Immutable, Alias("drive.denied")]
    public sealed record Denied : DriveOutcome;

    /// <summary>The device deletes too much at once: nothing is deleted until the drive's owner has said that it is meant.</summary>
    [GenerateSerializer, Immutable, Alias("drive.deletions-held")]
    public sealed record DeletionsHeld : DriveOutcome;

    /// <summary>The etag that the caller expected is not the entry's.</summary>
    [GenerateSerializer, Immutable, Alias("drive.stale")]
    public sealed record Stale([property: Id(0)] Entry Current) : DriveOutcome;

    [GenerateSerializer, Immutable, Alias("drive.quota-exceeded")]
    public sealed record QuotaExceeded([property: Id(0)] long UsedBytes, [property: Id(1)] long QuotaBytes) : DriveOutcome;

    /// <summary>The command does not fit the entry: the root cannot move or be trashed, a live entry cannot be restored or purged.</summary>
    [GenerateSerializer, Immutable, Alias("drive.not-possible")]
    public sealed record NotPossible([property: Id(0)] string Reason) : DriveOutcome;
}
