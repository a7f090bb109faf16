using FileStorage.Core.Chunks;
using FileStorage.Core.Conflicts;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Execution;

/// <summary>Makes one text of two edits of the same version.</summary>
internal sealed class MergeRunner(ILocalFolder folder, IRemoteDrive drive, TimeProvider clock)
{
    /// <summary>
    /// Puts the merged text in the place of the local one, if that is still what was read. Killed before that is known, it is merged again, and comes
    /// to the same.
    /// </summary>
    public async Task<StepResult> MergeAsync(StepResult begun, Operation.Merge step, LocalPath path, CancellationToken cancellationToken)
    {
        var (here, told) = (begun.Here!, begun.Told!);
        if (await ReadAsync(path, here, cancellationToken) is not { } edited)
        {
            return begun with { Local = new LocalOutcome.Changed() };
        }

        if (await drive.ReadVersionAsync(told.Id, told.VersionId, TextMerge.MaxBytes, cancellationToken) is not { } theirs)
        {
            return begun with { IsVersionGone = true };
        }

        if (await drive.ReadVersionAsync(told.Id, step.BaseVersionId, TextMerge.MaxBytes, cancellationToken) is not { } basis
            || TextMerge.TryMerge(basis, theirs, edited) is not { } merged)
        {
            return begun with { IsContradiction = true };
        }

        if (merged.AsSpan().SequenceEqual(edited) && here.Executable == step.Executable)
        {
            return begun with { Local = new LocalOutcome.Done(here), Sha256 = ChunkId.Of(merged) };
        }

        await using var staged = await folder.StageAsync(merged.Length, cancellationToken);
        await staged.WriteAsync(0, merged, cancellationToken);
        var outcome = await folder.PublishAsync(staged, path, here, clock.GetUtcNow(), step.Executable, cancellationToken);
        return begun with { Local = outcome, Sha256 = ChunkId.Of(merged) };
    }

    /// <summary>A local file as it was at one moment; null where it changed.</summary>
    private async Task<byte[]?> ReadAsync(LocalPath path, LocalEntry expected, CancellationToken cancellationToken)
    {
        await using var content = await folder.OpenAsync(path, expected, cancellationToken);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[expected.SizeBytes];
        for (var done = 0; done < bytes.Length;)
        {
            var read = await content.ReadAsync(done, bytes.AsMemory(done), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            done += read;
        }

        return await content.IsUnchangedAsync(cancellationToken) ? bytes : null;
    }
}
