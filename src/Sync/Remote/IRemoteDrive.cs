using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote;

/// <summary>
/// The user's drive on the server, behind an interface so that simulation can put its own in its place. Every command carries an
/// operation id and may be repeated. All methods throw <see cref="RemoteUnavailableException"/> and <see cref="RemoteDeniedException"/>.
/// </summary>
public interface IRemoteDrive
{
    /// <summary>News since a cursor; without one, a listing of everything and the cursor to go on from. Waits up to <paramref name="wait"/> where there is none.</summary>
    /// <exception cref="ResyncException">The cursor is too old.</exception>
    Task<RemotePage> ReadChangesAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Rings when there may be news, once for a burst, and once when the server is lost and when it is back; reconnects by itself. Ends only when cancelled.</summary>
    IAsyncEnumerable<bool> ListenAsync(CancellationToken cancellationToken);

    Task<RemoteOutcome> MakeFolderAsync(Guid operationId, Guid parentId, string name, CancellationToken cancellationToken);

    /// <summary>Another parent, another name, or both; no bytes move.</summary>
    Task<RemoteOutcome> MoveAsync(Guid operationId, Guid id, Guid parentId, string name, CancellationToken cancellationToken);

    /// <summary>The entry as it is at this moment, also in the trash; null where it is gone for good.</summary>
    Task<RemoteEntry?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Puts an entry, a folder with all below it, into the trash if its etag is still <paramref name="expectedEtag"/>. Of a folder: read by
    /// <see cref="FindAsync"/> before the news that told what lies in it, so that an edit which nobody here knows of keeps it.
    /// </summary>
    Task<RemoteOutcome> TrashAsync(Guid operationId, Guid id, string? expectedEtag, CancellationToken cancellationToken);

    /// <summary>Uploads files, many small ones in a request and of large ones only the chunks the user lacks; each answered as it became durable.</summary>
    IAsyncEnumerable<RemoteUploaded> UploadAsync(
        IReadOnlyList<RemoteUpload> uploads, ILocalFolder folder, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a version into a staged file, verified; chunks that <paramref name="basis"/> (the old local file) holds are taken from it.
    /// Null where the version is gone.
    /// </summary>
    /// <returns>SHA-256 of the content.</returns>
    Task<ChunkId?> DownloadAsync(
        RemoteEntry file, IStagedFile target, ILocalContent? basis, CancellationToken cancellationToken);

    /// <summary>The content of any version of a file; null where it is gone, or longer than <paramref name="maxBytes"/>.</summary>
    Task<byte[]?> ReadVersionAsync(Guid fileId, Guid versionId, int maxBytes, CancellationToken cancellationToken);
}
