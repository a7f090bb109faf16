using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>
/// Which database has which rows. A drive with its versions lies in one, a chunk with its references in one, a document or claim in one. What is
/// given may be kept and used for as long as this is: where rows move to another database, it goes along.
/// </summary>
public interface IMetadataShards
{
    /// <summary>Where a drive's rows are: tree, journal, inbox, grants, rewinds, and the versions of its files.</summary>
    IMetadataDatabase OfDrive(Guid driveId);

    /// <summary>Where a chunk and its references are.</summary>
    IMetadataDatabase OfChunk(ChunkId chunkId);

    /// <summary>Where a document or claim is.</summary>
    IMetadataDatabase OfKey(string kind, string key);

    /// <summary>Whether one transaction can see the rows of this drive and those of this chunk.</summary>
    bool AreTogether(Guid driveId, ChunkId chunkId);

    /// <summary>
    /// Asks all databases, and has <paramref name="ask"/> begin anew where rows moved between two of its questions: what it answers has missed
    /// nothing. What it writes must be safe to repeat.
    /// </summary>
    ValueTask<T> AskAllAsync<T>(Func<IReadOnlyList<MetadataShard>, ValueTask<T>> ask, CancellationToken cancellationToken);
}
