using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Chunks.Scrubbing;

namespace FileStorage.Grains.Maintenance;

/// <summary>The checker's hold on stored bytes.</summary>
internal sealed class ChunkProof(ManifestReader manifests, ChunkScrubber scrubber, TimeProvider clock)
{
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(300);

    public Task<Manifest> ReadManifestAsync(StoredManifest manifest, CancellationToken cancellationToken) =>
        manifests.ReadAsync(manifest, cancellationToken);

    public Task<ImmutableArray<ChunkId>> ReadHeldAsync(StoredManifest manifest, CancellationToken cancellationToken) =>
        manifests.ReadHeldAsync(manifest, cancellationToken);

    /// <summary>What is wrong with a stored chunk, or null.</summary>
    public async Task<string?> CheckAsync(ChunkId id, ChunkLocation location, CancellationToken cancellationToken) =>
        (await scrubber.CheckAsync(id, location, cancellationToken))?.Message;

    /// <summary>Long enough for a commit that was under way to be over.</summary>
    public Task WaitAsync() => Task.Delay(SecondLook, clock);
}
