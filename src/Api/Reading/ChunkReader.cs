using System.Buffers;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Storage.Chunks;

namespace FileStorage.Api.Reading;

/// <summary>Finds a chunk and reads it: verified bytes, or an exception.</summary>
internal sealed class ChunkReader(IGrainFactory grains, IChunkStore store)
{
    /// <summary>The chunk's bytes at the start of a buffer of the shared pool, which the caller gives back.</summary>
    /// <exception cref="DamagedChunkException">They are gone or changed.</exception>
    public async Task<byte[]> ReadAsync(ManifestChunk chunk, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IChunkGrain>(ChunkKeys.Of(chunk.Id));
        var place = await grain.LocateAsync(cancellationToken)
            ?? throw new DamagedChunkException(chunk.Id, default, "no place is known for it.");
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Length);
        try
        {
            // A chunk that is longer than its manifest says does not fit, and that is damage too.
            var length = await ReadAsync(grain, chunk.Id, place, buffer, cancellationToken);
            return length == chunk.Length
                ? buffer
                : throw new DamagedChunkException(chunk.Id, ChunkLocation.FromBytes(place.Location.AsSpan()), $"it has {length} bytes, its manifest says {chunk.Length}.");
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    // What cannot be read is told to the chunk, so that whoever uploads the same bytes next brings them back.
    private async Task<int> ReadAsync(IChunkGrain grain, ChunkId id, ChunkPlace place, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(id, ChunkLocation.FromBytes(place.Location.AsSpan()), buffer, cancellationToken);
        }
        catch (DamagedChunkException)
        {
            await grain.MarkDamagedAsync(place.Location, cancellationToken);
            throw;
        }
    }
}
