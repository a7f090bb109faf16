using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>
/// What was shared with one grantee: an account, a group, or an e-mail address that has no account yet. Keyed by the grantee's id. Drives
/// tell it of their grants; it gives nobody any right.
/// </summary>
[Alias("grantee"), GrainInterfaceType("grantee")]
public interface IGranteeGrain : IGrainWithGuidKey
{
    /// <summary>More grants than this are not remembered; they hold all the same.</summary>
    const int MaxShares = 10_000;

    /// <summary>Takes news of a grant; durable on return. Safe to repeat, and to come late. Called by Drive grains only.</summary>
    [Alias("record")]
    Task RecordAsync(ReceivedShare share, CancellationToken cancellationToken = default);

    /// <summary>The grants that were not taken back.</summary>
    [Alias("list")]
    Task<ImmutableArray<ReceivedShare>> ListAsync(CancellationToken cancellationToken = default);
}
