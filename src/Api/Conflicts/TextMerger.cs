using System.Buffers;
using FileStorage.Api.Reading;
using FileStorage.Core.Chunks;
using FileStorage.Core.Conflicts;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Conflicts;

/// <summary>Reads the three texts of a conflict and merges them.</summary>
internal sealed class TextMerger(ManifestReader manifests, ChunkReader chunks)
{
    /// <summary>The merged text, or null where it has to be a copy.</summary>
    public async Task<byte[]?> TryMergeAsync(EditStanding standing, Manifest edit, CancellationToken cancellationToken)
    {
        if (standing.Base is not { } edited
            || edited.Manifest.SizeBytes > TextMerge.MaxBytes
            || standing.Newest.Manifest.SizeBytes > TextMerge.MaxBytes
            || edit.TotalBytes > TextMerge.MaxBytes)
        {
            return null;
        }

        var basis = await ReadAsync(edited, cancellationToken);
        var newest = await ReadAsync(standing.Newest, cancellationToken);
        var mine = await ReadAsync(edit, cancellationToken);
        return TextMerge.TryMerge(basis, newest, mine);
    }

    private async Task<byte[]> ReadAsync(FileVersion version, CancellationToken cancellationToken) =>
        await ReadAsync(await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken), cancellationToken);

    private async Task<byte[]> ReadAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var content = new byte[manifest.TotalBytes];
        for (var index = 0; index < manifest.Chunks.Length; index++)
        {
            var chunk = await chunks.ReadAsync(manifest.Chunks[index], cancellationToken);
            chunk.AsSpan(0, manifest.Chunks[index].Length).CopyTo(content.AsSpan((int)manifest.OffsetOf(index)));
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return content;
    }
}
