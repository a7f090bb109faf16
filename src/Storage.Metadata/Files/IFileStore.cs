using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Storage.Metadata.Files;

/// <summary>
/// The versions of files. Only the File grain writes; the key (file, number) is its fence, since a second activation that appends the
/// same number gets a conflict. All versions of a file are of one drive, which says where they lie.
/// </summary>
public interface IFileStore
{
    /// <summary>Versions below <paramref name="beforeNumber"/> (null: all), newest first, of any state.</summary>
    ValueTask<List<VersionRow>> ReadVersionsAsync(
        Guid driveId, Guid fileId, long? beforeNumber, int limit, CancellationToken cancellationToken);

    /// <summary>The version of this number, or null.</summary>
    ValueTask<VersionRow?> FindVersionAsync(Guid driveId, Guid fileId, long number, CancellationToken cancellationToken);

    /// <summary>The version of this id, or null. Walks the versions of this one file.</summary>
    ValueTask<VersionRow?> FindVersionAsync(Guid driveId, Guid fileId, Guid versionId, CancellationToken cancellationToken);

    /// <summary>The drive of a file, or null where it has no version. Asks all databases.</summary>
    ValueTask<Guid?> FindDriveAsync(Guid fileId, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a version and its inbox row in one write: the commit point. A conflict means that the number is taken, so another
    /// activation appended first. <paramref name="inbox"/> may be null where no drive is to be told.
    /// </summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> AppendAsync(VersionRow version, InboxRow? inbox, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="AppendAsync"/>, but returns once everything written later of its drive is applied after it: the drive can be told at once, since
    /// what it writes expects the inbox row and conflicts where that is not there.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="inbox">Its inbox row.</param>
    /// <param name="held">
    /// A chunk whose reference by this version may still be on its way: a conflict where it has not arrived. Null: none is. One that
    /// <see cref="AreTogether"/> denies has never arrived.
    /// </param>
    /// <param name="cancellationToken">Honoured until the write has its place.</param>
    /// <inheritdoc cref="IMetadataDatabase.StartAsync"/>
    ValueTask<StartedWrite> StartAppendAsync(VersionRow version, InboxRow inbox, ChunkId? held, CancellationToken cancellationToken);

    /// <summary>Whether the write of a version can depend on the reference of this chunk.</summary>
    bool AreTogether(Guid driveId, ChunkId chunkId);

    /// <summary>
    /// Marks exactly this version (file, number and id) as purging and says whether it is: false where it is gone, or kept after all.
    /// With <paramref name="onlyIfRefused"/> it is only marked while its drive's refusal stands in the inbox, which tells an old
    /// undoing apart from a version that was committed again under the same id. Never undone: a marked version can only be deleted.
    /// </summary>
    ValueTask<bool> MarkPurgingAsync(VersionRow version, bool onlyIfRefused, CancellationToken cancellationToken);

    /// <summary>
    /// Marks exactly this version as purging and writes its row into the drive's inbox, in one write. A conflict: the version is not kept, or
    /// the inbox has a row of it.
    /// </summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> BeginThinningAsync(VersionRow version, InboxRow inbox, CancellationToken cancellationToken);

    /// <summary>Deletes exactly this version (file, number and id) if it is marked as purging; safe to repeat.</summary>
    ValueTask<WriteOutcome> DeletePurgingAsync(VersionRow version, CancellationToken cancellationToken);
}
