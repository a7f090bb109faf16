using System.Buffers;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Reading;

/// <summary>The chunks of a version, wherever its manifest is kept.</summary>
internal sealed class ManifestReader(ChunkReader chunks, ManifestCache cache)
{
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk of the manifest is damaged.</exception>
    public async ValueTask<Manifest> ReadAsync(Guid versionId, StoredManifest stored, CancellationToken cancellationToken)
    {
        if (!stored.IsIndirect)
        {
            return stored.Body.IsEmpty ? Manifest.Empty : Manifest.Parse(stored.Body.AsSpan());
        }

        if (cache.Find(versionId) is { } known)
        {
            return known;
        }

        var pieces = Manifest.Parse(stored.Body.AsSpan());
        var body = new byte[pieces.TotalBytes];
        for (var index = 0; index < pieces.Chunks.Length; index++)
        {
            var piece = await chunks.ReadAsync(pieces.Chunks[index], cancellationToken);
            piece.AsSpan(0, pieces.Chunks[index].Length).CopyTo(body.AsSpan((int)pieces.OffsetOf(index)));
            ArrayPool<byte>.Shared.Return(piece);
        }

        var manifest = Manifest.Parse(body);
        cache.Add(versionId, manifest);
        return manifest;
    }
}
