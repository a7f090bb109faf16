using FileStorage.Api.Contracts.Uploads;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Uploads;

/// <summary>Uploads as bodies.</summary>
internal static class UploadBodies
{
    public static UploadBody Of(Guid uploadId, UploadDeclaration declaration, bool completed, IReadOnlyList<ChunkId> missing) => new()
    {
        Id = uploadId,
        Size = declaration.Manifest.SizeBytes,
        ExpiresAt = declaration.ExpiresAt,
        Completed = completed,
        Missing = missing,
    };

    /// <summary>The chunks of <paramref name="lacking"/>, once each, in the order of the file.</summary>
    public static IReadOnlyList<ChunkId> InOrder(Manifest manifest, HashSet<ChunkId> lacking, int most)
    {
        var ordered = new List<ChunkId>(Math.Min(lacking.Count, most));
        var seen = new HashSet<ChunkId>();
        foreach (var chunk in manifest.Chunks)
        {
            if (ordered.Count == most)
            {
                break;
            }

            if (lacking.Contains(chunk.Id) && seen.Add(chunk.Id))
            {
                ordered.Add(chunk.Id);
            }
        }

        return ordered;
    }
}
