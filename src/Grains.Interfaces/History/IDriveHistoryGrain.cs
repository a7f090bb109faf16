namespace FileStorage.Grains.Interfaces.History;

/// <summary>
/// The past of a drive, by the same grain as <see cref="Drives.IDriveGrain"/>: what it was at a moment that the journal still reaches, and the way
/// back there. Keyed by drive id.
/// </summary>
[Alias("drive-history"), GrainInterfaceType("drive-history")]
public interface IDriveHistoryGrain : IGrainWithGuidKey
{
    /// <summary>An item as it was.</summary>
    [Alias("find")]
    Task<PastOutcome> FindAsync(PastAddress address, Moment moment, CancellationToken cancellationToken = default);

    /// <summary>What a folder held, by name (ordinal order of UTF-8) after <paramref name="afterName"/>; at most 1,000.</summary>
    [Alias("list")]
    Task<PastOutcome> ListAsync(
        PastAddress address, Moment moment, string? afterName, int limit, CancellationToken cancellationToken = default);

    /// <summary>What <see cref="RewindAsync"/> would do, with at most <paramref name="limit"/> single changes; nothing is changed.</summary>
    [Alias("preview")]
    Task<RewindOutcome> PreviewAsync(RewindRequest request, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes an item what it was. The tree goes back in one commit, durable on return; contents follow, and while
    /// <see cref="RewindReport.IsDone"/> is false the call may be repeated to go on with them. A drive goes on by itself, too, also after a
    /// crash. Repeating an operation that is done returns its report.
    /// </summary>
    [Alias("rewind")]
    Task<RewindOutcome> RewindAsync(RewindRequest request, CancellationToken cancellationToken = default);

    /// <summary>How long this drive keeps its history: as its owner said, or as the server does.</summary>
    [Alias("get-policy")]
    Task<HistoryPolicy> GetPolicyAsync(CancellationToken cancellationToken = default);

    /// <summary>Says how long this drive keeps its history, or, with null, that the server is to say. Durable on return; the next collection goes by it.</summary>
    [Alias("set-policy")]
    Task SetPolicyAsync(HistoryPolicy? policy, CancellationToken cancellationToken = default);

    /// <summary>Gives the bytes of a version back to the quota, once. Called by File grains only. Safe to repeat.</summary>
    [Alias("forget-version")]
    Task ForgetVersionAsync(ThinnedVersion thinned, CancellationToken cancellationToken = default);
}
