namespace FileStorage.Sync.Local;

/// <summary>What a change of the local folder led to. All but <see cref="Done"/> leave everything as it was.</summary>
public abstract record LocalOutcome
{
    private LocalOutcome()
    {
    }

    /// <summary>Done and durable; the entry as this left it, so that what another program did since shows as a change. Null where it was removed.</summary>
    public sealed record Done(LocalEntry? Entry) : LocalOutcome;

    /// <summary>What is there is not what was expected: somebody was faster. Observe again and plan anew.</summary>
    public sealed record Changed : LocalOutcome;

    /// <summary>Something has the name already.</summary>
    public sealed record NameTaken : LocalOutcome;

    /// <summary>The folder it should go into is not there.</summary>
    public sealed record ParentMissing : LocalOutcome;

    /// <summary>This file system cannot hold the name (too long, forbidden characters, a case clash on a folder that ignores case).</summary>
    public sealed record NameImpossible(string Reason) : LocalOutcome;

    /// <summary>No permission, in use by another program, or read-only; worth another try later.</summary>
    public sealed record Blocked(string Reason) : LocalOutcome;

    /// <summary>The disk is full; nothing was written.</summary>
    public sealed record DiskFull : LocalOutcome;
}
