using FileStorage.Grains.Chunks;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Drives;
using Orleans.Storage;

namespace FileStorage.Grains.History;

/// <summary>
/// Gives files their old content once a rewind has put the tree back: a bounded part at a time, each file safe to repeat. What a rewind has
/// left to do stands in its row, so a crash at any point is gone on from.
/// </summary>
internal sealed class Rewinder(
    IDriveStore store, IGrainFactory grains, ManifestReader manifests, TimeProvider clock, DriveCommitter committer)
{
    private const int MaxFilesAtOnce = 64;
    private static readonly TimeSpan MaxPart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lease = TimeSpan.FromHours(24);

    private readonly Dictionary<Guid, Task<RewindReport?>> _parts = [];

    /// <summary>How far rewinds are, as far as this activation has taken them. Another one begins with the first file again.</summary>
    private readonly Dictionary<Guid, RewindProgress> _progress = [];

    /// <summary>One part of any rewind that has not ended. True if more is left.</summary>
    public async Task<bool> RunAnyAsync(CancellationToken cancellationToken)
    {
        var running = await store.ListRunningRewindsAsync(committer.Drive.Id, limit: 1, cancellationToken);
        return running is [var row] && await RunAsync(row.OperationId, cancellationToken) is { IsDone: false };
    }

    /// <summary>
    /// One part of a rewind, and how far it is then; null where it was never begun. Callers that come while a part is under way share it.
    /// </summary>
    public async Task<RewindReport?> RunAsync(Guid operationId, CancellationToken cancellationToken)
    {
        if (_parts.TryGetValue(operationId, out var underWay))
        {
            return await underWay;
        }

        var part = RunPartAsync(operationId, cancellationToken);
        _parts[operationId] = part;
        try
        {
            return await part;
        }
        finally
        {
            _parts.Remove(operationId);
        }
    }

    private async Task<RewindReport?> RunPartAsync(Guid operationId, CancellationToken cancellationToken)
    {
        if (await store.FindRewindAsync(committer.Drive.Id, operationId, cancellationToken) is not { } row)
        {
            return null;
        }

        var document = RewindDocument.Parse(row.Report.Span);
        if (!row.IsRunning)
        {
            return document.ToReport(row);
        }

        var files = RewindFileList.Parse(document.Files);
        var progress = _progress.GetValueOrDefault(operationId);
        var began = clock.GetTimestamp();
        while (progress.Files < files.Length && clock.GetElapsedTime(began) < MaxPart)
        {
            var some = files.AsSpan(progress.Files, Math.Min(MaxFilesAtOnce, files.Length - progress.Files)).ToArray();
            progress = progress.With(await Task.WhenAll(some.Select(file => PutBackAsync(row, file, cancellationToken))));
            _progress[operationId] = progress;
        }

        document = document with
        {
            ContentsDone = progress.Done,
            ContentsNewer = progress.Newer,
            ContentsGone = progress.Gone,
        };
        if (progress.Files == files.Length)
        {
            document = document with { Files = null };
            row = row with { IsRunning = false, Report = document.ToBytes() };
            await committer.RunAsync((batch, _) =>
            {
                batch.SaveRewind(row);
                return ValueTask.FromResult<DriveOutcome>(new DriveOutcome.NotFound());
            });
            _progress.Remove(operationId);
        }

        return document.ToReport(row);
    }

    private async Task<RewoundFile> PutBackAsync(RewindRow row, RewindFile file, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IFileGrain>(file.FileId);
        if (await grain.FindAsync(file.SourceNumber, row.DriveId, cancellationToken) is not { } source)
        {
            return RewoundFile.Gone;
        }

        var now = clock.GetUtcNow();
        var reference = new ChunkReference
        {
            Owner = row.DriveId,
            FileId = file.FileId,
            VersionId = RewindIds.Of(
                DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds), row.OperationId, file.FileId),
            LeasedUntil = now + Lease,
        };
        if (!await HoldAsync(source, reference, cancellationToken))
        {
            return RewoundFile.Gone;
        }

        var commit = new VersionCommit
        {
            VersionId = reference.VersionId,
            DriveId = row.DriveId,
            ParentId = Guid.Empty,
            Name = "",
            Precondition = VersionPrecondition.Matches,
            ExpectedVersionId = file.ExpectedVersionId,
            Manifest = source.Manifest,
            ModifiedAt = source.ModifiedAt,
            Executable = source.Executable,
            DeviceId = row.DeviceId ?? Guid.Empty,
            UserId = row.UserId ?? Guid.Empty,
            LeasedUntil = reference.LeasedUntil,
        };
        return await grain.CommitAsync(commit, CancellationToken.None) switch
        {
            CommitOutcome.Committed => RewoundFile.Done,
            CommitOutcome.Stale => RewoundFile.Newer,
            CommitOutcome.Refused => RewoundFile.Gone,
            var outcome => throw new InconsistentStateException($"Version {reference.VersionId} was answered with {outcome}; the part is repeated."),
        };
    }

    // A version whose chunks are damaged cannot be had back, and the others can.
    private async Task<bool> HoldAsync(FileVersion source, ChunkReference reference, CancellationToken cancellationToken)
    {
        try
        {
            var held = await manifests.ReadHeldAsync(source.Manifest, cancellationToken);
            return await ChunkBatches.HoldAsync(grains, held, reference, cancellationToken);
        }
        catch (DamagedChunkException)
        {
            return false;
        }
    }
}
