using System.Buffers.Binary;
using FileStorage.Grains.Chunks;
using FileStorage.Grains.History;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.Files;

// Letting go of versions that are kept no longer. The row in the drive's inbox comes with the first step and goes with the last: while it is
// there, a crash at any point is found and finished. Only its going gives the bytes back to the quota, so that they are given back once.
internal sealed partial class FileGrain
{
    /// <summary>Versions that are let go of in one call.</summary>
    private const int MaxThinned = 100;

    public async Task<int> ThinAsync(HistoryPolicy policy, Guid driveId, CancellationToken cancellationToken)
    {
        await LoadAsync(driveId, cancellationToken);
        await ShowNewestAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var versions = await files.ReadVersionsAsync(driveId, FileId, beforeNumber: null, FileRetention.MaxVersions, cancellationToken);
        var surplus = FileRetention.FindSurplus(versions, policy, now).Where(version => version.Id != _newest?.Id).Take(MaxThinned).ToList();
        foreach (var version in surplus)
        {
            var inbox = new InboxRow
            {
                DriveId = version.DriveId,
                VersionId = version.Id,
                FileId = FileId,
                Payload = SizeToBytes(version.SizeBytes),
                AtUnixMilliseconds = now.ToUnixTimeMilliseconds(),
                IsThinned = true,
            };

            // A conflict: somebody else is at it, and finishes it.
            if (await files.BeginThinningAsync(version, inbox, CancellationToken.None) is WriteOutcome.Committed)
            {
                await FinishThinningAsync(ToThinned(inbox), cancellationToken);
            }
        }

        return surplus.Count;
    }

    public async Task FinishThinningAsync(ThinnedVersion thinned, CancellationToken cancellationToken)
    {
        if (await files.FindVersionAsync(thinned.DriveId, FileId, thinned.VersionId, cancellationToken) is { State: VersionState.Purging } version)
        {
            var held = await manifests.ReadHeldAsync(VersionMapping.ToManifest(version), cancellationToken);
            await ChunkBatches.ReleaseAsync(GrainFactory, held, version.DriveId, version.Id, cancellationToken);
            await files.DeletePurgingAsync(version, CancellationToken.None);
        }

        await GrainFactory.GetGrain<IDriveHistoryGrain>(thinned.DriveId).ForgetVersionAsync(thinned, cancellationToken);
    }

    /// <summary>What the inbox row of such a version says.</summary>
    public static ThinnedVersion ToThinned(InboxRow row) => new()
    {
        DriveId = row.DriveId,
        FileId = row.FileId,
        VersionId = row.VersionId,
        SizeBytes = BinaryPrimitives.ReadInt64BigEndian(row.Payload.Span),
    };

    private static byte[] SizeToBytes(long sizeBytes)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sizeBytes);
        return bytes;
    }
}
