using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>
/// A file that comes in order, piece behind piece, before it is a version: what tus and the IETF's resumable uploads are made of. Its key
/// is the operation by which it is committed.
/// </summary>
[Alias("append-upload"), GrainInterfaceType("append-upload")]
public interface IAppendUploadGrain : IGrainWithGuidKey
{
    /// <summary>For how long its bytes are held, whatever comes.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromDays(7);

    /// <summary>Begins; durable on return. What was declared is reserved in the drive.</summary>
    /// <returns>Whether there was room.</returns>
    [Alias("create")]
    Task<UploadRoom> CreateAsync(AppendDeclaration declaration, TimeSpan patience, CancellationToken cancellationToken = default);

    /// <summary>Remembers that it has become a version of this file without anything having come by itself. Safe to repeat.</summary>
    [Alias("join")]
    Task JoinAsync(AppendDeclaration declaration, TimeSpan patience, long sizeBytes, Guid itemId, CancellationToken cancellationToken = default);

    /// <summary>Null where there is none, or it has expired.</summary>
    [Alias("get"), Orleans.Concurrency.ReadOnly]
    Task<AppendState?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The same; from now on nobody but this writer appends.</summary>
    [Alias("take")]
    Task<AppendState?> TakeAsync(Guid writer, CancellationToken cancellationToken = default);

    /// <summary>Takes chunks; durable on return.</summary>
    [Alias("append")]
    Task<AppendOutcome> AppendAsync(AppendedChunks chunks, CancellationToken cancellationToken = default);

    /// <summary>Says how long it is, where that was not known; with <paramref name="isWhole"/> that nothing more comes. Durable on return.</summary>
    [Alias("set-length")]
    Task<AppendOutcome> SetLengthAsync(Guid writer, long lengthBytes, bool isWhole, CancellationToken cancellationToken = default);

    /// <summary>Its chunks in the binary form of a manifest, from one page on; empty behind the last.</summary>
    [Alias("read-chunks")]
    Task<ImmutableArray<byte>> ReadChunksAsync(int page, CancellationToken cancellationToken = default);

    /// <summary>It has become a version of this file, or with null was joined with others. Safe to repeat.</summary>
    [Alias("complete")]
    Task CompleteAsync(Guid? itemId, CancellationToken cancellationToken = default);

    /// <summary>Gives it up, or forgets that it was completed. False where there is none.</summary>
    [Alias("delete")]
    Task<bool> DeleteAsync(CancellationToken cancellationToken = default);

    /// <summary>What the collector calls: true if nothing is kept of it any more. Safe to repeat.</summary>
    [Alias("sweep")]
    Task<bool> SweepAsync(CancellationToken cancellationToken = default);
}
