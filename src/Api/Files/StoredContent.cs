using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Files;

/// <summary>Content all of whose chunks are durable and held (but see <see cref="Holding"/>), ready for a commit.</summary>
/// <param name="Manifest">The chunks of the content.</param>
/// <param name="Stored">The form in which the version keeps it.</param>
internal sealed record StoredContent(Manifest Manifest, StoredManifest Stored)
{
    /// <summary>
    /// Done when the content's only chunk is held; null where everything is. The commit goes out meanwhile, and is told so
    /// (<see cref="VersionCommit.IsLeaseUnderWay"/>).
    /// </summary>
    public Task? Holding { get; init; }

    /// <summary>Every chunk that the version refers to: those of the content, and those of a manifest that is itself stored.</summary>
    public IEnumerable<ChunkId> ReferredChunks()
    {
        foreach (var chunk in Manifest.Chunks)
        {
            yield return chunk.Id;
        }

        if (Stored.IsIndirect)
        {
            foreach (var chunk in Manifest.Parse(Stored.Body.AsSpan()).Chunks)
            {
                yield return chunk.Id;
            }
        }
    }
}
