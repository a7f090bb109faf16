using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>What a version that its File grain has written does to the tree.</summary>
internal static class ArrivalRules
{
    public static async ValueTask<DriveOutcome> DecideAsync(
        DriveBatch batch, VersionArrival arrival, CancellationToken cancellationToken)
    {
        var existing = await batch.FindAsync(arrival.FileId, cancellationToken);
        if (existing is not null && existing.VersionNumber >= arrival.VersionNumber)
        {
            batch.DropInbox(arrival.VersionId);
            return new DriveOutcome.Done(existing.ToEntry(batch.Epoch));
        }

        if (batch.HasRefused(arrival.VersionId))
        {
            return new DriveOutcome.NotFound();
        }

        var outcome = existing is null
            ? await CreateAsync(batch, arrival, cancellationToken)
            : await ChangeAsync(batch, arrival, existing, cancellationToken);
        if (outcome is not DriveOutcome.Done)
        {
            batch.RefuseInbox(arrival.VersionId);
        }

        return outcome;
    }

    /// <summary>A message about a version whose inbox row is gone.</summary>
    public static async ValueTask<DriveOutcome> DecideRepeatedAsync(
        DriveBatch batch, VersionArrival arrival, CancellationToken cancellationToken) =>
        await batch.FindAsync(arrival.FileId, cancellationToken) is { } row && row.VersionNumber >= arrival.VersionNumber
            ? new DriveOutcome.Done(row.ToEntry(batch.Epoch))
            : new DriveOutcome.NotFound();

    private static async ValueTask<DriveOutcome> CreateAsync(
        DriveBatch batch, VersionArrival arrival, CancellationToken cancellationToken)
    {
        if (EntryName.TryNormalize(arrival.Name, out var name) is not NameProblem.None and var problem)
        {
            return new DriveOutcome.NameInvalid(problem);
        }

        if (await batch.FindDepthAsync(arrival.ParentId, cancellationToken) is not { } depth)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (await AccessRules.RefuseAsync(
            batch, arrival.Viewer, arrival.ParentId, Rights.Create, new DriveOutcome.ParentMissing(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (depth >= EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        if (await batch.FindChildAsync(arrival.ParentId, name, cancellationToken) is { } sibling)
        {
            return new DriveOutcome.NameTaken(sibling.ToEntry(batch.Epoch));
        }

        if (IsOverQuota(batch, arrival))
        {
            return new DriveOutcome.QuotaExceeded(batch.UsedBytes, batch.QuotaBytes);
        }

        var row = With(arrival, new EntryRow
        {
            Id = arrival.FileId,
            DriveId = batch.DriveId,
            ParentId = arrival.ParentId,
            Name = name,
            Kind = EntryKind.File,
            EtagNumber = batch.NextNumber,
            CreatedNumber = batch.NextNumber,
        });
        batch.Insert(row);
        return await TakeAsync(batch, arrival, before: null, row, cancellationToken);
    }

    private static async ValueTask<DriveOutcome> ChangeAsync(
        DriveBatch batch, VersionArrival arrival, EntryRow existing, CancellationToken cancellationToken)
    {
        if (existing.TargetEntryId is not null || !await batch.IsReachableAsync(existing, cancellationToken))
        {
            return new DriveOutcome.NotFound();
        }

        if (await AccessRules.RefuseAsync(
            batch, arrival.Viewer, existing.Id, Rights.Change, new DriveOutcome.NotFound(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (IsOverQuota(batch, arrival))
        {
            return new DriveOutcome.QuotaExceeded(batch.UsedBytes, batch.QuotaBytes);
        }

        var row = With(arrival, existing with { EtagNumber = batch.NextNumber });
        batch.Update(row);
        return await TakeAsync(batch, arrival, existing, row, cancellationToken);
    }

    private static async ValueTask<DriveOutcome> TakeAsync(
        DriveBatch batch, VersionArrival arrival, EntryRow? before, EntryRow row, CancellationToken cancellationToken)
    {
        batch.UsedBytes += arrival.SizeBytes;
        batch.ConsumeInbox(arrival.VersionId);
        var kind = before is null ? ChangeKind.Created : ChangeKind.Changed;
        await batch.RecordAsync(kind, before, row, arrival.DeviceId, operationId: null, cancellationToken);
        return new DriveOutcome.Done(row.ToEntry(batch.Epoch));
    }

    private static bool IsOverQuota(DriveBatch batch, VersionArrival arrival) =>
        arrival.SizeBytes > 0 && arrival.SizeBytes > batch.QuotaBytes - batch.UsedBytes;

    private static EntryRow With(VersionArrival arrival, EntryRow row) => row with
    {
        VersionId = arrival.VersionId,
        VersionNumber = arrival.VersionNumber,
        SizeBytes = arrival.SizeBytes,
        KeptBytes = row.KeptBytes + arrival.SizeBytes,
        ContentHash = arrival.Sha256,
        ModifiedUnixMilliseconds = arrival.ModifiedAt.ToUnixTimeMilliseconds(),
        Executable = arrival.Executable,
    };
}
