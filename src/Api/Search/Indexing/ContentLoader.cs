using FileStorage.Api.Reading;
using FileStorage.Api.Search.Extraction;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Search;
using FileStorage.Storage.Chunks;

namespace FileStorage.Api.Search.Indexing;

/// <summary>Brings the beginning of a content, or all of it, into memory.</summary>
internal sealed class ContentLoader(IGrainFactory grains, ChunkReader chunks, ManifestReader manifests)
{
    /// <param name="content">The content.</param>
    /// <param name="bytes">How much of it is wanted; more may come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NotReadableException">It is damaged, or gone.</exception>
    public async Task<LoadedContent> LoadAsync(UnreadContent content, long bytes, CancellationToken cancellationToken)
    {
        var version = await grains.GetGrain<IFileGrain>(content.EntryId).FindAsync(content.VersionNumber, content.DriveId, cancellationToken);
        if (version is null || version.VersionId != content.VersionId)
        {
            throw new NotReadableException("the version is gone");
        }

        var loaded = new LoadedContent();
        try
        {
            var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
            for (var index = 0; index < manifest.Chunks.Length && loaded.Length < bytes; index++)
            {
                var chunk = manifest.Chunks[index];
                loaded.Add(await chunks.ReadAsync(chunk, cancellationToken), chunk.Length);
            }

            return loaded;
        }
        catch (DamagedChunkException)
        {
            loaded.Dispose();
            throw new NotReadableException("its stored bytes are damaged");
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }
}
