using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Tus;

/// <summary>
/// Makes a version of an upload of which all has come. No byte is copied. The upload's id is the id of the operation, so that whoever finishes it
/// again, because an answer was lost or the server died in between, finds what was done.
/// </summary>
internal sealed class UploadFinish(IGrainFactory grains, EditCommitter committer, ContentAssembly assembly, Checksums checksums)
{
    /// <param name="caller">Whose upload it is.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="state">As it stands: whole, and no version yet.</param>
    /// <param name="isVerified">Whether its content is known to hash to what was told for the whole.</param>
    /// <param name="cancellationToken">Honoured up to the commit.</param>
    /// <exception cref="ProblemException">It was not committed; it stays as it is.</exception>
    public async Task<CommittedFile> CommitAsync(
        Caller caller, Guid uploadId, AppendState state, bool isVerified, CancellationToken cancellationToken)
    {
        var upload = grains.GetGrain<IAppendUploadGrain>(uploadId);
        var file = await CommitAsync(
            caller, uploadId, state.Declaration, () => ReadAsync(upload, cancellationToken), isVerified, cancellationToken);
        await upload.CompleteAsync(file.Entry.Id, CancellationToken.None);
        return file;
    }

    /// <summary>The same of chunks from wherever.</summary>
    public async Task<CommittedFile> CommitAsync(
        Caller caller,
        Guid operationId,
        AppendDeclaration declaration,
        Func<Task<Manifest>> chunks,
        bool isVerified,
        CancellationToken cancellationToken)
    {
        var checksum = declaration.Checksum is { } told ? Checksums.Parse(told) : null;
        var isHashed = false;
        var file = await committer.PutAsync(
            caller,
            UploadPlace.Of(declaration),
            UploadPlace.TermsOf(declaration, operationId),
            async (reference, token) =>
            {
                var manifest = await chunks();
                isHashed = isVerified || assembly.CanVerify(manifest.TotalBytes);
                return await assembly.ReferAsync(manifest, checksum, isVerified || checksum is null, reference, token);
            },
            cancellationToken);
        if (isHashed)
        {
            checksums.Remember(file.Entry.VersionId, checksum);
        }

        return file;
    }

    /// <summary>The chunks of an upload.</summary>
    public static async Task<Manifest> ReadAsync(IAppendUploadGrain upload, CancellationToken cancellationToken)
    {
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        for (var page = 0; ; page++)
        {
            var bytes = await upload.ReadChunksAsync(page, cancellationToken);
            if (bytes.IsEmpty)
            {
                return new Manifest(chunks.DrainToImmutable());
            }

            chunks.AddRange(Manifest.Parse(bytes.AsSpan()).Chunks);
        }
    }
}
