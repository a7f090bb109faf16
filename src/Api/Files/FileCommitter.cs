using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Hosting;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Files;

/// <summary>
/// The one commit path: finds the target, has the content stored, commits it as a version, and follows the target where it
/// changed meanwhile. PUT, batch, copy and restore all end here.
/// </summary>
internal sealed class FileCommitter(
    IGrainFactory grains,
    ChunkIntake intake,
    OperationTurns turns,
    TimeProvider clock,
    IOptions<GatewayOptions> options)
{
    // Each further attempt means that somebody made, moved or removed the very file in the meantime.
    private const int MaxAttempts = 5;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _lease = TimeSpan.FromHours(options.Value.UploadHours);

    /// <summary>Puts a version at a place.</summary>
    /// <param name="caller">Who puts it; asked again before the commit if storing took long.</param>
    /// <param name="place">Where to.</param>
    /// <param name="terms">What it depends on, and what is kept with it.</param>
    /// <param name="store">Stores the content under the reference it is given. Called once, after the target is known to be possible.</param>
    /// <param name="cancellationToken">Honoured up to the commit.</param>
    /// <exception cref="ProblemException">Nothing was committed.</exception>
    public async Task<CommittedFile> PutAsync(
        ICaller caller,
        FilePlace place,
        VersionTerms terms,
        Func<ChunkReference, CancellationToken, Task<StoredContent>> store,
        CancellationToken cancellationToken)
    {
        if (terms.OperationId is not { } operationId)
        {
            return await PutAsync(caller, place, terms, operation: null, store, cancellationToken);
        }

        var operation = new CommitOperation(caller.DriveId, operationId);
        using var turn = await turns.TakeAsync(operation, cancellationToken);
        try
        {
            return await PutAsync(caller, place, terms, operation, store, cancellationToken);
        }
        catch (ProblemException problem) when (problem.Status is 403 or 404 or 409 or 412)
        {
            // It may be a repeat, and the world has gone on since the first time.
            var fileId = place is FilePlace.Existing existing ? existing.EntryId : operation.NewFileId;
            if (await FindFirstAsync(caller, operation, fileId, driveId: null, cancellationToken) is { } first)
            {
                return first;
            }

            throw;
        }
    }

    private async Task<CommittedFile> PutAsync(
        ICaller caller,
        FilePlace place,
        VersionTerms terms,
        CommitOperation? operation,
        Func<ChunkReference, CancellationToken, Task<StoredContent>> store,
        CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        StoredContent? content = null;
        for (var attempt = 1; ; attempt++)
        {
            var target = await FileResolver.ResolveAsync(caller, place, cancellationToken);
            if (operation is { } known && target.Existing is not null
                && await FindFirstAsync(caller, known, target, place, cancellationToken) is { } before)
            {
                return before;
            }

            if (target.Existing is null && (operation?.NewFileId ?? terms.FixedIds?.FileId) is { } newFileId)
            {
                target = target with { FileId = newFileId };
            }

            var expected = terms.Precondition.Judge(target.Existing);
            var reference = new ChunkReference
            {
                Owner = target.DriveId,
                KnownTo = caller.DriveId,
                FileId = target.FileId,
                VersionId = operation?.VersionId(target.FileId)
                    ?? (attempt == 1 && terms.FixedIds is { } first ? first.VersionId : Guid.CreateVersion7()),
                LeasedUntil = clock.GetUtcNow() + _lease,
            };
            if (content is null)
            {
                target.RequireWritable();
                content = await store(reference, cancellationToken);
                if (clock.GetElapsedTime(began) > Long)
                {
                    await caller.RequireStillValidAsync(cancellationToken);
                }
            }
            else
            {
                await HoldAgainAsync(content, reference, cancellationToken);
            }

            var outcome = await CommitAsync(caller, target, reference, expected, terms, content);
            if (outcome is CommitOutcome.Committed committed)
            {
                return new CommittedFile(target.Show(committed.Entry), committed.IsNew, target.Path);
            }

            if (attempt == MaxAttempts || !IsWorthRetrying(outcome, terms.Precondition))
            {
                throw CommitAnswer.Explain(outcome);
            }
        }
    }

    // What the operation did to the file that is at the place now; or the file that it made there, which somebody has moved since.
    private async Task<CommittedFile?> FindFirstAsync(
        ICaller caller, CommitOperation operation, FileTarget target, FilePlace place, CancellationToken cancellationToken) =>
        await FindFirstAsync(caller, operation, target.FileId, target.DriveId, cancellationToken)
            ?? (place is FilePlace.Existing || target.FileId == operation.NewFileId
                ? null
                : await FindFirstAsync(caller, operation, operation.NewFileId, driveId: null, cancellationToken));

    /// <summary>What an operation did to a file, if it was done before and the caller still sees the file. Without the file's drive all are asked.</summary>
    public async Task<CommittedFile?> FindFirstAsync(
        ICaller caller, CommitOperation operation, Guid fileId, Guid? driveId, CancellationToken cancellationToken)
    {
        var file = grains.GetGrain<IFileGrain>(fileId);
        if (await file.FindCommittedAsync(operation.VersionId(fileId), driveId, cancellationToken) is not { } committed)
        {
            return null;
        }

        if (committed.Entry.DriveId == caller.DriveId)
        {
            return new CommittedFile(committed.Entry, committed.IsNew, EntryPath.Of(committed.Entry.Path).ToString());
        }

        return await caller.Tree.FindAsync(fileId, cancellationToken) is { } item
            ? new CommittedFile(item.Entry, committed.IsNew, ItemBodies.PathOf(item.Entry))
            : null;
    }

    // The commit is not cancelled when the caller goes away: its outcome would be unknown to no one's advantage.
    private async Task<CommitOutcome> CommitAsync(
        ICaller caller, FileTarget target, ChunkReference reference, Guid? expected, VersionTerms terms, StoredContent content)
    {
        var isUnderWay = content.Holding is { IsCompleted: false };
        var commit = new VersionCommit
        {
            VersionId = reference.VersionId,
            DriveId = target.DriveId,
            Viewer = target.Viewer,
            ParentId = target.ParentId,
            Name = target.Name,
            Precondition = terms.Precondition.ToCommit(),
            ExpectedVersionId = expected ?? Guid.Empty,
            Manifest = content.Stored,
            ModifiedAt = terms.ModifiedAt ?? clock.GetUtcNow(),
            Executable = terms.Executable,
            DeviceId = caller.DeviceId,
            UserId = caller.UserId,
            LeasedUntil = reference.LeasedUntil,
            IsNewFile = target.Existing is null && terms.FixedIds is null,
            IsLeaseUnderWay = isUnderWay,
            Origin = terms.Origin,
        };
        var file = grains.GetGrain<IFileGrain>(target.FileId);
        if (isUnderWay)
        {
            // Sent together with the chunk's registration, the two are one transaction most of the time. Where the version came first, it was not
            // written, and goes again after the other.
            var outcome = await file.CommitAsync(commit, CancellationToken.None);
            if (outcome is not CommitOutcome.LeaseExpired)
            {
                return outcome;
            }
        }

        await (content.Holding ?? Task.CompletedTask);
        return await file.CommitAsync(commit with { IsLeaseUnderWay = false }, CancellationToken.None);
    }

    // The content was in this caller's hands a moment ago, so holding it again reveals nothing.
    private async Task HoldAgainAsync(StoredContent content, ChunkReference reference, CancellationToken cancellationToken)
    {
        var lacking = await intake.HoldAsync(content.ReferredChunks(), reference, HoldMode.WithBytes, cancellationToken);
        if (lacking.Count > 0)
        {
            throw Problem.Unavailable();
        }
    }

    private static bool IsWorthRetrying(CommitOutcome outcome, FilePrecondition precondition) => outcome switch
    {
        // Somebody made a file of that name: with a condition on its absence that is a failed precondition, told after resolving.
        CommitOutcome.Refused { Reason: DriveOutcome.NameTaken taken } => precondition.Absent || taken.Existing.Kind == EntryKind.File,
        CommitOutcome.Refused { Reason: DriveOutcome.NotFound or DriveOutcome.ParentMissing } => true,
        _ => false,
    };
}
