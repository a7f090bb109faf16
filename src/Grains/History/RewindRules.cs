using FileStorage.Core.Auditing;
using FileStorage.Core.Entries;
using FileStorage.Grains.Auditing;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>What a rewind does to a tree: one plan, carried out wholly in one batch. Contents follow by what is stored with it.</summary>
internal sealed class RewindRules(DriveBatch batch, RewindRequest request)
{
    private const int MaxLossesTold = 100;
    private const int MaxContents = 500_000;

    /// <summary>The answer and, unless it is only looked at, the changes in the batch.</summary>
    /// <param name="stored">The past that is asked for, up to the rows before this batch.</param>
    /// <param name="itemId">What goes back.</param>
    /// <param name="changesTold">Null to do it; else how many single changes to tell of what would be done.</param>
    /// <param name="cancellationToken">Honoured while looking.</param>
    public async ValueTask<RewindOutcome> DecideAsync(Past stored, Guid itemId, int? changesTold, CancellationToken cancellationToken)
    {
        if (stored.With(batch.Journal) is not { } past)
        {
            return new RewindOutcome.Forgotten();
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(batch.NowUnixMilliseconds);
        var picture = await new RewindSurvey(batch, past).TakeAsync(
            itemId, request.ReachesOutside, gone => RewindIds.Of(at, request.OperationId, gone), cancellationToken);
        switch (new RewindPlanner(picture).Decide())
        {
            case RewindDecision.Refused refused:
                return new RewindOutcome.Refused(refused.Reason);
            case RewindDecision.Possible { Plan: var plan }:
                return await DoAsync(picture, plan, changesTold, cancellationToken);
            default:
                throw new InvalidOperationException("A decision is a plan or a refusal.");
        }
    }

    private async ValueTask<RewindOutcome> DoAsync(
        RewindPicture picture, RewindPlan plan, int? changesTold, CancellationToken cancellationToken)
    {
        if (plan.Contents.Count > MaxContents)
        {
            return Refuse(new DriveOutcome.NotPossible($"More than {MaxContents} files changed; rewind one folder after the other."));
        }

        var bytes = plan.Contents.Sum(then => then.SizeBytes);
        if (bytes > 0 && bytes > batch.QuotaBytes - batch.UsedBytes)
        {
            return Refuse(new DriveOutcome.QuotaExceeded(batch.UsedBytes, batch.QuotaBytes));
        }

        var changes = new RewindChanges(picture, plan);
        var row = ToRow(picture, plan, changes);
        var report = RewindDocument.Parse(row.Report.Span).ToReport(row);
        if (changesTold is { } told)
        {
            return new RewindOutcome.Known(report with { IsDone = false, Changes = [.. changes.List().Take(told)] });
        }

        await ChangeTreeAsync(picture, plan, cancellationToken);
        batch.SaveRewind(row);
        Tell(row);
        return new RewindOutcome.Known(report);
    }

    private void Tell(RewindRow row)
    {
        if (request.Origin is { } origin)
        {
            DriveAudit.Record(
                batch,
                origin,
                request.OperationId,
                request.DeviceId,
                AuditKind.Rewound,
                row.FolderId,
                other: null,
                [new AuditFact("toNumber", $"{row.ToNumber}"), new AuditFact("fromNumber", $"{row.FromNumber}")]);
        }
    }

    private async ValueTask ChangeTreeAsync(RewindPicture picture, RewindPlan plan, CancellationToken cancellationToken)
    {
        EntryRow Before(Guid id) => picture.Now[id]!;
        foreach (var id in plan.Moved.Select(target => target.EntryId).Concat(plan.Trashed))
        {
            await batch.TouchAsync(Before(id).ParentId, cancellationToken);
        }

        // All give up their places before any takes one: they may swap them in any way.
        foreach (var before in plan.Moved.Select(target => Before(target.EntryId)))
        {
            batch.Relocate(before, before with { State = EntryState.Trashed });
        }

        var trashed = plan.Trashed.Select(id => Before(id) with
        {
            State = EntryState.Trashed,
            TrashedUnixMilliseconds = batch.NowUnixMilliseconds,
        }).ToList();
        trashed.ForEach(after => batch.Relocate(Before(after.Id), after));
        var placed = plan.Restored.Concat(plan.Moved).ToDictionary(target => target.EntryId, target => Before(target.EntryId) with
        {
            ParentId = target.ParentId,
            Name = target.Name,
            State = EntryState.Live,
            TrashedUnixMilliseconds = null,
        });
        foreach (var after in placed.Values)
        {
            batch.Relocate(Before(after.Id) with { State = EntryState.Trashed }, after);
        }

        foreach (var target in plan.Made)
        {
            batch.Insert(NewFolder(target));
        }

        await RecordAsync(ChangeKind.Restored, plan.Restored.Select(target => (Before(target.EntryId), placed[target.EntryId])), cancellationToken);
        foreach (var target in plan.Made)
        {
            var folder = NewFolder(target);
            batch.Update(folder);
            await batch.RecordAsync(ChangeKind.Created, folder, request.DeviceId, operationId: null, cancellationToken);
        }

        await RecordAsync(ChangeKind.Moved, plan.Moved.Select(target => (Before(target.EntryId), placed[target.EntryId])), cancellationToken);
        await RecordAsync(ChangeKind.Trashed, trashed.Select(after => (Before(after.Id), after)), cancellationToken);
    }

    private async ValueTask RecordAsync(
        ChangeKind kind, IEnumerable<(EntryRow Before, EntryRow After)> changes, CancellationToken cancellationToken)
    {
        foreach (var (before, after) in changes)
        {
            await batch.RecordAsync(kind, before, after, request.DeviceId, operationId: null, cancellationToken);
        }
    }

    private EntryRow NewFolder(RewindTarget target) => new()
    {
        Id = target.EntryId,
        DriveId = batch.DriveId,
        ParentId = target.ParentId,
        Name = target.Name,
        Kind = EntryKind.Folder,
        ModifiedUnixMilliseconds = batch.NowUnixMilliseconds,
        EtagNumber = batch.NextNumber,
        CreatedNumber = batch.NextNumber,
    };

    private RewindRow ToRow(RewindPicture picture, RewindPlan plan, RewindChanges changes)
    {
        var files = plan.Contents
            .Select(then => new RewindFile(then.Id, then.VersionNumber, picture.Now[then.Id]!.VersionId!.Value)).ToList();
        var document = new RewindDocument
        {
            Restored = plan.Restored.Count,
            Made = plan.Made.Count,
            Moved = plan.Moved.Count,
            Trashed = plan.Trashed.Count,
            Contents = files.Count,
            Lost = plan.Lost.Count,
            Losses = [.. changes.Lost().Take(MaxLossesTold).Select(change => new RewindLoss(change.ItemId, change.Kind, change.To!))],
            Files = files.Count == 0 ? null : RewindFileList.ToBytes(files),
        };
        return new RewindRow
        {
            DriveId = batch.DriveId,
            OperationId = request.OperationId,
            FolderId = picture.ItemId,
            ToNumber = picture.Past.Number,
            FromNumber = batch.NextNumber - 1,
            IsRunning = files.Count > 0,
            AtUnixMilliseconds = batch.NowUnixMilliseconds,
            DeviceId = request.DeviceId,
            UserId = request.UserId,
            Report = document.ToBytes(),
        };
    }

    private static RewindOutcome.Refused Refuse(DriveOutcome reason) => new(reason);
}
