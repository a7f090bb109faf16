using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>
/// A file that a client sends in parts which it names, before it says where they go. Keyed by an id that follows from the account and the
/// name that the client chose.
/// </summary>
[Alias("part-upload"), GrainInterfaceType("part-upload")]
public interface IPartUploadGrain : IGrainWithGuidKey
{
    const int MaxParts = 10_000;

    const int PageSize = 256;

    /// <summary>For how long an upload stays to which nothing comes.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromHours(48);

    /// <summary>For how long its bytes are held, whatever comes.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromDays(7);

    /// <summary>Begins, unless one is open already (null); durable on return.</summary>
    /// <param name="uploadId">Of the new one.</param>
    /// <param name="driveId">To whose quota it counts.</param>
    /// <param name="declaredBytes">What the client says it will bring; 0 where it says nothing, and room is made part by part.</param>
    /// <param name="cancellationToken">Honoured up to the write.</param>
    /// <returns>Whether there was room.</returns>
    [Alias("create")]
    Task<UploadRoom?> CreateAsync(Guid uploadId, Guid driveId, long declaredBytes, CancellationToken cancellationToken = default);

    /// <summary>Null where there is none, or it has expired.</summary>
    [Alias("get"), Orleans.Concurrency.ReadOnly]
    Task<PartUploadState?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The parts of an open upload in their order, behind the one that is named; at most <see cref="PageSize"/>.</summary>
    [Alias("list"), Orleans.Concurrency.ReadOnly]
    Task<ImmutableArray<UploadPart>> ListAsync(long afterOrder, string afterName, CancellationToken cancellationToken = default);

    /// <summary>Takes a part, in place of one of the same name; durable on return.</summary>
    [Alias("add")]
    Task<PartOutcome> AddAsync(Guid uploadId, UploadPart part, CancellationToken cancellationToken = default);

    /// <summary>Drops a part. False where there is none.</summary>
    [Alias("remove")]
    Task<bool> RemoveAsync(long order, string name, CancellationToken cancellationToken = default);

    /// <summary>It has become a version. Safe to repeat.</summary>
    [Alias("complete")]
    Task CompleteAsync(Guid uploadId, CancellationToken cancellationToken = default);

    /// <summary>Gives it up, or forgets that it was completed. False where there is none.</summary>
    [Alias("delete")]
    Task<bool> DeleteAsync(CancellationToken cancellationToken = default);

    /// <summary>What the collector calls: true if nothing is kept of it any more. Safe to repeat.</summary>
    [Alias("sweep")]
    Task<bool> SweepAsync(CancellationToken cancellationToken = default);
}
