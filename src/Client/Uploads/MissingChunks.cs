using FileStorage.Client.Content;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Uploads;

/// <summary>Plans what an upload still has to send.</summary>
internal static class MissingChunks
{
    /// <summary>The missing chunks, as indexes into the manifest, in portions of one request.</summary>
    public static IEnumerable<List<int>> Requests(Manifest manifest, IReadOnlyList<ChunkId> missing, int requestBytes)
    {
        var wanted = missing.ToHashSet();
        var (request, bytes) = (new List<int>(), 0);
        for (var index = 0; index < manifest.Chunks.Length && wanted.Count > 0; index++)
        {
            // A chunk that the file holds twice is sent once.
            if (!wanted.Remove(manifest.Chunks[index].Id))
            {
                continue;
            }

            var length = manifest.Chunks[index].Length + ChunksContent.FrameBytes;
            if (bytes + length > requestBytes && request.Count > 0)
            {
                yield return request;
                (request, bytes) = ([], 0);
            }

            request.Add(index);
            bytes += length;
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }
}
