using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Execution;

/// <summary>Takes single steps. It knows no trees and decides nothing: it is told paths and what to expect there, and says what came of it.</summary>
internal sealed class StepRunner(ILocalFolder folder, IRemoteDrive drive)
{
    private const int ReadBytes = 256 << 10;

    /// <summary>Looking for equal chunks in a smaller old file costs more than it saves.</summary>
    private const long SmallestBasisBytes = 512 << 10;

    public async Task<StepResult> MakeFolderAsync(StepResult begun, LocalPath path, CancellationToken cancellationToken) =>
        begun with { Local = await folder.MakeFolderAsync(path, cancellationToken) };

    public async Task<StepResult> MoveAsync(StepResult begun, LocalPath source, LocalPath target, CancellationToken cancellationToken) =>
        begun with { Local = await folder.MoveAsync(source, target, begun.Here!, cancellationToken) };

    public async Task<StepResult> RemoveAsync(StepResult begun, LocalPath path, CancellationToken cancellationToken) =>
        begun with { Local = await folder.RemoveAsync(path, begun.Here!, cancellationToken) };

    public async Task<StepResult> SetAttributesAsync(StepResult begun, LocalPath path, CancellationToken cancellationToken) =>
        begun with
        {
            Local = await folder.SetAttributesAsync(path, begun.Here!, begun.Told!.ModifiedAt, begun.Told.Executable, cancellationToken),
        };

    public async Task<StepResult> HashAsync(StepResult begun, LocalPath path, CancellationToken cancellationToken)
    {
        var content = await folder.OpenAsync(path, begun.Here!, cancellationToken);
        if (content is null)
        {
            return begun with { Local = new LocalOutcome.Changed() };
        }

        await using (content)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[Math.Clamp(begun.Here!.SizeBytes, 1, ReadBytes)];
            long offset = 0;
            while (await content.ReadAsync(offset, buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                offset += read;
            }

            return await content.IsUnchangedAsync(cancellationToken)
                ? begun with { Local = new LocalOutcome.Done(begun.Here), Sha256 = new ChunkId(hash.GetHashAndReset()) }
                : begun with { Local = new LocalOutcome.Changed() };
        }
    }

    public async Task<StepResult> DownloadAsync(StepResult begun, LocalPath path, CancellationToken cancellationToken)
    {
        var file = begun.Told!;
        await using var staged = await folder.StageAsync(file.SizeBytes, cancellationToken);
        ChunkId? sha256;
        var basis = begun.Here is { } old && Math.Min(old.SizeBytes, file.SizeBytes) >= SmallestBasisBytes
            ? await folder.OpenAsync(path, old, cancellationToken)
            : null;
        try
        {
            sha256 = await drive.DownloadAsync(file, staged, basis, cancellationToken);
        }
        finally
        {
            if (basis is not null)
            {
                await basis.DisposeAsync();
            }
        }

        if (sha256 is null)
        {
            return begun with { IsVersionGone = true };
        }

        var outcome = await folder.PublishAsync(staged, path, begun.Here, file.ModifiedAt, file.Executable, cancellationToken);
        return begun with { Local = outcome, Sha256 = sha256 };
    }

    public async Task<StepResult> MakeRemoteFolderAsync(
        StepResult begun, Guid operationId, Operation.MakeRemoteFolder step, CancellationToken cancellationToken) =>
        begun with { Remote = await drive.MakeFolderAsync(operationId, step.ParentId, step.Name, cancellationToken) };

    public async Task<StepResult> MoveRemoteAsync(StepResult begun, Guid operationId, Operation.MoveRemote step, CancellationToken cancellationToken) =>
        begun with { Remote = await drive.MoveAsync(operationId, step.Subject.Id, step.ParentId, step.Name, cancellationToken) };

    public async Task<StepResult> FindEtagAsync(StepResult begun, CancellationToken cancellationToken)
    {
        var found = await drive.FindAsync(begun.Step.Subject.Id, cancellationToken);
        return found is { State: RemoteState.Live }
            ? begun with { FolderEtag = found.Etag }
            : begun with { Remote = new RemoteOutcome.Stale("It is not there any more.") };
    }

    public async Task<StepResult> TrashAsync(StepResult begun, Guid operationId, string etag, CancellationToken cancellationToken) =>
        begun with { Remote = await drive.TrashAsync(operationId, begun.Step.Subject.Id, etag, cancellationToken) };
}
