using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Links;

/// <summary>
/// One public link: what it leads to, and under which terms. Keyed by the link's id, which follows from its token and does not tell it. What its
/// visitors may do is a grant to that id in the drive of its target, and without that grant the link opens nothing.
/// </summary>
[Alias("link"), GrainInterfaceType("link")]
public interface ILinkGrain : IGrainWithGuidKey
{
    /// <summary>Makes the link; durable on return. False where another link has the id.</summary>
    [Alias("create")]
    Task<bool> CreateAsync(LinkCreation creation, CancellationToken cancellationToken = default);

    /// <summary>For those who may see it in a list; null if there is no such link.</summary>
    [Alias("describe"), Orleans.Concurrency.ReadOnly]
    Task<LinkDescription?> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes its terms, at once; null if there is no such link. Safe to repeat.</summary>
    [Alias("change")]
    Task<LinkDescription?> ChangeAsync(LinkChange change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Where the link leads whose token has this SHA-256. Null, and nothing tells why, where there is none, or it has expired, or is used up: then it is
    /// open only to who is in the middle of a download that was counted.
    /// </summary>
    [Alias("open"), Orleans.Concurrency.ReadOnly]
    Task<OpenedLink?> OpenAsync(ImmutableArray<byte> tokenHash, string reader, CancellationToken cancellationToken = default);

    /// <summary>Counts a download before its first byte goes out; durable on return. False where none is left.</summary>
    [Alias("count"), NotRepeated]
    Task<bool> CountAsync(LinkDownload download, CancellationToken cancellationToken = default);

    /// <summary>Forgets the link. Called when its grant has been taken back, or its target is purged. Safe to repeat.</summary>
    [Alias("delete")]
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
