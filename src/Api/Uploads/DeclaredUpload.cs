using System.Collections.Frozen;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Uploads;

/// <summary>An upload as its chunks need it: which may come, and for whom they are held.</summary>
internal sealed class DeclaredUpload(Guid uploadId, UploadDeclaration declaration, Manifest manifest)
{
    private readonly FrozenDictionary<ChunkId, int> _lengths = Lengths(manifest);

    public UploadDeclaration Declaration => declaration;

    public Manifest Manifest => manifest;

    /// <summary>What a chunk of the upload is held by.</summary>
    public ChunkReference Reference { get; } = new()
    {
        Owner = declaration.DriveId,
        FileId = declaration.FileId,
        VersionId = uploadId,
        LeasedUntil = declaration.ExpiresAt,
    };

    /// <summary>The length a declared chunk has to have; null for one that was not declared.</summary>
    public int? LengthOf(ChunkId id) => _lengths.TryGetValue(id, out var length) ? length : null;

    private static FrozenDictionary<ChunkId, int> Lengths(Manifest manifest)
    {
        var lengths = new Dictionary<ChunkId, int>(manifest.Chunks.Length);
        foreach (var chunk in manifest.Chunks)
        {
            lengths[chunk.Id] = chunk.Length;
        }

        return lengths.ToFrozenDictionary();
    }
}
