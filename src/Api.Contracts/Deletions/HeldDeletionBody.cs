namespace FileStorage.Api.Contracts.Deletions;

/// <summary>A client that deleted too much at once, and deletes nothing until it is said whether that is meant.</summary>
public sealed record HeldDeletionBody
{
    /// <summary>The device, app password or link by which it came.</summary>
    public required Guid DeviceId { get; init; }

    /// <summary>What it is called; absent for what is not the caller's own, or gone.</summary>
    public string? Device { get; init; }

    /// <summary>The e-mail address of its account; absent for a visitor of a link.</summary>
    public string? Account { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Files and folders that it put into the trash before.</summary>
    public required long Deleted { get; init; }

    /// <summary>Files and folders that it wanted to delete when it was held.</summary>
    public required long Wanted { get; init; }

    /// <summary>Files and folders that there were when it began.</summary>
    public required long Before { get; init; }
}
