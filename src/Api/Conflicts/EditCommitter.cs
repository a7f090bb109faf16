using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Conflicts;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Versions;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Conflicts;

/// <summary>
/// Commits content that says which version it was edited from: where that is still the newest, as a new version; else as its policy
/// says. Every step is a commit with a strict precondition, so that whatever happens meanwhile only leads to another look.
/// </summary>
internal sealed class EditCommitter(
    IGrainFactory grains,
    FileCommitter committer,
    ContentWriter writer,
    TextMerger merger,
    DeletedFile deleted,
    ChunkIntake intake,
    TimeProvider clock)
{
    // Each further look means that somebody changed the very file in the meantime.
    private const int MaxLooks = 10;

    private static readonly TimeSpan Scratch = TimeSpan.FromHours(24);

    /// <inheritdoc cref="FileCommitter.PutAsync(ICaller, FilePlace, VersionTerms, Func{ChunkReference, CancellationToken, Task{StoredContent}}, CancellationToken)"/>
    public async Task<CommittedFile> PutAsync(
        Caller caller,
        FilePlace place,
        VersionTerms terms,
        Func<ChunkReference, CancellationToken, Task<StoredContent>> store,
        CancellationToken cancellationToken)
    {
        if (terms.Edit is not { } edit)
        {
            return await committer.PutAsync(caller, place, terms, store, cancellationToken);
        }

        var content = new StoredOnce(store, intake);
        FileConflict? conflict = null;
        for (var look = 1; look <= MaxLooks; look++)
        {
            try
            {
                var stored = await TryAsync(caller, place, terms, edit, content, cancellationToken);
                return stored.Conflict is null ? stored with { Conflict = conflict } : stored;
            }
            catch (ProblemException problem) when (problem.Status == 404 && place is FilePlace.Existing gone && edit.Policy is not ConflictPolicy.Fail)
            {
                (place, conflict) = await deleted.BringBackAsync(caller, gone.EntryId, cancellationToken);
            }
            catch (ProblemException problem) when (edit.Policy is not ConflictPolicy.Fail && IsChanged(problem))
            {
                // Somebody was faster; what there is now is looked at anew.
            }
        }

        throw Problem.Unavailable();
    }

    private static bool IsChanged(ProblemException problem) =>
        problem.Problem.Type is ProblemTypes.PreconditionFailed or ProblemTypes.NameTaken;

    private async Task<CommittedFile> TryAsync(
        Caller caller, FilePlace place, VersionTerms terms, EditTerms edit, StoredOnce content, CancellationToken cancellationToken)
    {
        var strict = terms with { Edit = null };
        var target = await FileResolver.ResolveAsync(caller, place, keepsFolders: true, cancellationToken);
        if (target.Existing is not { } existing)
        {
            return await committer.PutAsync(
                caller, place, strict with { Precondition = new FilePrecondition { Absent = true } }, content.HoldAsync, cancellationToken);
        }

        if (terms.OperationId is { } operationId
            && await FindFirstAsync(caller, operationId, target, cancellationToken) is { } first)
        {
            return first;
        }

        var standing = existing.Kind is EntryKind.File
            ? await grains.GetGrain<IFileGrain>(target.FileId).JudgeEditAsync(edit.Base, target.DriveId, cancellationToken)
            : null;
        if (standing is { Order: VersionOrder.After })
        {
            return await committer.PutAsync(
                caller, new FilePlace.Existing(existing.Id), Follow(strict, standing), content.HoldAsync, cancellationToken);
        }

        return edit.Policy is ConflictPolicy.Fail
            ? throw Problem.PreconditionFailed(existing.Etag)
            : await SettleAsync(caller, target, standing, strict, edit.Policy, content, cancellationToken);
    }

    private async Task<CommittedFile> SettleAsync(
        Caller caller,
        FileTarget target,
        EditStanding? standing,
        VersionTerms terms,
        ConflictPolicy policy,
        StoredOnce content,
        CancellationToken cancellationToken)
    {
        var existing = target.Existing!;
        if (standing is null)
        {
            return await CopyAsync(caller, target, terms, content, cancellationToken);
        }

        var edit = await content.GetAsync(() => ScratchReference(caller, target), cancellationToken);
        if (IsSame(edit.Stored, standing.Newest.Manifest))
        {
            return new CommittedFile(existing, IsNew: false, target.Path, new FileConflict(ConflictOutcome.Same, existing));
        }

        var place = new FilePlace.Existing(existing.Id);
        if (policy is ConflictPolicy.Overwrite)
        {
            var written = await committer.PutAsync(caller, place, Follow(terms, standing), content.HoldAsync, cancellationToken);
            return written with { Conflict = new FileConflict(ConflictOutcome.Overwritten, existing) };
        }

        if (policy is not ConflictPolicy.Merge || await merger.TryMergeAsync(standing, edit.Manifest, cancellationToken) is not { } text)
        {
            return await CopyAsync(caller, target, terms, content, cancellationToken);
        }

        // Another version than the edit alone would have been, so that neither holds the other's chunks.
        var merging = Follow(terms, standing) with { OperationId = MergeOf(terms.OperationId, target.FileId) };
        var merged = await committer.PutAsync(
            caller, place, merging, (reference, token) => writer.WriteAsync(text, sha256: null, reference, token), cancellationToken);
        return merged with { Conflict = new FileConflict(ConflictOutcome.Merged, existing) };
    }

    private async Task<CommittedFile> CopyAsync(
        Caller caller, FileTarget target, VersionTerms terms, StoredOnce content, CancellationToken cancellationToken)
    {
        var existing = target.Existing!;
        var absent = terms with { Precondition = new FilePrecondition { Absent = true } };
        foreach (var name in await deleted.NamesAsync(caller, existing.Name, cancellationToken))
        {
            try
            {
                var copy = await committer.PutAsync(
                    caller, new FilePlace.In(existing.ParentId, name), absent, content.HoldAsync, cancellationToken);
                return copy with { Path = copy.Path ?? Sibling(target.Path, name), Conflict = new FileConflict(ConflictOutcome.Copied, existing) };
            }
            catch (ProblemException problem) when (IsChanged(problem) || problem.Problem.Type == ProblemTypes.NotPossible)
            {
                // The name is taken, by a file or by a folder; the next one has a number.
            }
        }

        throw Problem.NameTaken(existing.Etag);
    }

    // What the operation did when it came the first time, and what was said of it then.
    private async Task<CommittedFile?> FindFirstAsync(
        Caller caller, Guid operationId, FileTarget target, CancellationToken cancellationToken)
    {
        var existing = target.Existing!;
        var operation = new CommitOperation(caller.DriveId, operationId);
        if (await committer.FindFirstAsync(caller, operation, target.FileId, target.DriveId, cancellationToken) is { } version)
        {
            return version;
        }

        if (target.FileId != operation.NewFileId
            && await committer.FindFirstAsync(caller, operation, operation.NewFileId, driveId: null, cancellationToken) is { } copy)
        {
            return copy with { Conflict = new FileConflict(ConflictOutcome.Copied, existing) };
        }

        var merge = new CommitOperation(caller.DriveId, MergeOf(operationId, target.FileId)!.Value);
        return await committer.FindFirstAsync(caller, merge, target.FileId, target.DriveId, cancellationToken) is { } merged
            ? merged with { Conflict = new FileConflict(ConflictOutcome.Merged, existing) }
            : null;
    }

    private static Guid? MergeOf(Guid? operationId, Guid fileId) =>
        operationId is { } id ? OperationKey.Step(id, "merge", fileId) : null;

    private static VersionTerms Follow(VersionTerms terms, EditStanding standing) =>
        terms with { Precondition = new FilePrecondition { Matches = [standing.Newest.VersionId.ToString("N")] } };

    private static bool IsSame(StoredManifest edit, StoredManifest newest) =>
        edit.SizeBytes == newest.SizeBytes
        && ((edit.Sha256 is { } hash && hash == newest.Sha256)
            || (edit.IsIndirect == newest.IsIndirect && edit.Body.AsSpan().SequenceEqual(newest.Body.AsSpan())));

    private ChunkReference ScratchReference(Caller caller, FileTarget target) => new()
    {
        Owner = target.DriveId,
        KnownTo = caller.DriveId,
        FileId = target.FileId,
        VersionId = Guid.CreateVersion7(),
        LeasedUntil = clock.GetUtcNow() + Scratch,
    };

    private static string? Sibling(string? path, string name) =>
        path is not null && EntryPath.TryParse(path, out var parsed, out _) ? EntryPath.Of(parsed.Parent.Names.Add(name)).ToString() : null;
}
