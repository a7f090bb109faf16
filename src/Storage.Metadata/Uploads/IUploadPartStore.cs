using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Uploads;

/// <summary>
/// The parts of uploads that are no versions yet. Only the upload's grain writes. What is appended is fenced by its key and by the size of
/// the row that grows: of two activations that append, one gets a conflict.
/// </summary>
public interface IUploadPartStore
{
    /// <summary>Parts in their order, behind <paramref name="after"/> (null: from the first), at most <paramref name="limit"/>.</summary>
    ValueTask<List<UploadPartRow>> ListAsync(Guid uploadId, (long Ordinal, string Name)? after, int limit, CancellationToken cancellationToken);

    /// <summary>The part of this key, or null.</summary>
    ValueTask<UploadPartRow?> FindAsync(Guid uploadId, long ordinal, string name, CancellationToken cancellationToken);

    /// <summary>The last part in their order, or null.</summary>
    ValueTask<UploadPartRow?> FindLastAsync(Guid uploadId, CancellationToken cancellationToken);

    /// <summary>What has come; reads every row of the upload, without its manifest's bytes being looked at.</summary>
    ValueTask<UploadTotals> SumAsync(Guid uploadId, CancellationToken cancellationToken);

    /// <summary>Writes a part, in place of one of the same key.</summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> PutAsync(UploadPartRow part, CancellationToken cancellationToken);

    /// <summary>
    /// Adds parts behind the last, and lets that one grow (<paramref name="grown"/>, from <paramref name="grownFromBytes"/>), in one write. A conflict:
    /// another activation appended first.
    /// </summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> AppendAsync(
        UploadPartRow? grown, long grownFromBytes, IReadOnlyList<UploadPartRow> added, CancellationToken cancellationToken);

    /// <summary>Drops a part; safe to repeat.</summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> RemoveAsync(Guid uploadId, long ordinal, string name, CancellationToken cancellationToken);

    /// <summary>Drops all parts; safe to repeat.</summary>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> RemoveAllAsync(Guid uploadId, CancellationToken cancellationToken);
}
