using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>One resumable upload. Its key is the id of the version it will become.</summary>
[Alias("upload"), GrainInterfaceType("upload")]
public interface IUploadGrain : IGrainWithGuidKey
{
    /// <summary>Declares the upload; durable on return. False if this id is already taken by another declaration.</summary>
    [Alias("create")]
    Task<bool> CreateAsync(UploadDeclaration declaration, CancellationToken cancellationToken = default);

    /// <summary>Null if there is no such upload, or it was cancelled, or it has expired.</summary>
    [Alias("get")]
    Task<UploadState?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Commits the file if all its chunks have arrived. Whoever comes second gets the first answer.</summary>
    /// <param name="viewer">Who completes it, where that is not known to be the drive's owner.</param>
    /// <param name="cancellationToken">Honoured up to the commit.</param>
    [Alias("complete")]
    Task<CompletionOutcome> CompleteAsync(Viewer? viewer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives up an open upload; what it stored is collected when its leases end. A completed one stays as it is. Safe to repeat.
    /// </summary>
    [Alias("cancel")]
    Task CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// What the sweeper calls: forgets an upload that has been over for longer than anybody repeats a request. True if nothing is kept of
    /// it any more. Safe to repeat.
    /// </summary>
    [Alias("sweep")]
    Task<bool> SweepAsync(CancellationToken cancellationToken = default);
}
