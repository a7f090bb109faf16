using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Chunks;

namespace FileStorage.Grains.Chunks;

/// <summary>Reads chunk lists, also those that are so long that they are chunks themselves.</summary>
internal sealed class ManifestReader(IGrainFactory grains, IChunkStore store)
{
    /// <summary>The chunks of the content.</summary>
    /// <exception cref="DamagedChunkException">A chunk that holds the manifest is gone or damaged.</exception>
    public async Task<Manifest> ReadAsync(StoredManifest stored, CancellationToken cancellationToken)
    {
        var direct = Manifest.Parse(stored.Body.AsSpan());
        if (!stored.IsIndirect)
        {
            return direct;
        }

        var bytes = new byte[direct.TotalBytes];
        var offset = 0;
        foreach (var piece in direct.Chunks)
        {
            var place = await grains.GetGrain<IChunkGrain>(ChunkKeys.Of(piece.Id)).LocateAsync(cancellationToken)
                ?? throw new DamagedChunkException(piece.Id, default, "it holds a manifest and is not stored.");
            offset += await store.ReadAsync(
                piece.Id, ChunkLocation.FromBytes(place.Location.AsSpan()), bytes.AsMemory(offset, piece.Length), cancellationToken);
        }

        return Manifest.Parse(bytes);
    }

    /// <summary>Every chunk that a version holds, those of its manifest included, once each.</summary>
    public async Task<ImmutableArray<ChunkId>> ReadHeldAsync(StoredManifest stored, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(stored, cancellationToken);
        var held = content.Chunks.Select(chunk => chunk.Id);
        if (stored.IsIndirect)
        {
            held = held.Concat(Manifest.Parse(stored.Body.AsSpan()).Chunks.Select(piece => piece.Id));
        }

        return [.. held.Distinct()];
    }
}
