using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Uploads;

/// <inheritdoc cref="IUploadRoomGrain"/>
[GrainType("upload-room"), CollectionAgeLimit(Minutes = 10)]
internal sealed class UploadRoomGrain(
    [PersistentState("upload-room", MetadataServices.DocumentStorage)] IPersistentState<UploadRoomDocument> document, TimeProvider clock)
    : Grain, IUploadRoomGrain
{
    private List<ReservationDocument> Reservations => document.State.Reservations;

    public async Task<UploadRoom> ReserveAsync(Guid uploadId, long bytes, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var room = await JudgeAsync(uploadId, bytes, cancellationToken);
        if (!room.IsGranted)
        {
            return room;
        }

        Forget(uploadId);
        Reservations.Add(new ReservationDocument { UploadId = uploadId, Bytes = bytes, Until = until });
        await document.WriteOrRetireAsync(this);
        return room;
    }

    public async Task ReleaseAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        if (Reservations.All(one => one.UploadId != uploadId))
        {
            return;
        }

        Forget(uploadId);
        if (Reservations.Count > 0)
        {
            await document.WriteOrRetireAsync(this);
            return;
        }

        DeactivateOnIdle();
        await document.ClearStateAsync(cancellationToken);
    }

    public async Task<UploadRoom> JudgeAsync(Guid uploadId, long bytes, CancellationToken cancellationToken)
    {
        var drive = await GrainFactory.GetGrain<IDriveGrain>(this.GetPrimaryKey()).GetSummaryAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var others = Reservations.Where(one => one.UploadId != uploadId && now < one.Until).ToList();
        var pending = others.Sum(one => one.Bytes);
        return new UploadRoom
        {
            IsGranted = others.Count < IUploadRoomGrain.MaxUploads && bytes <= drive.QuotaBytes - drive.UsedBytes - pending,
            UsedBytes = drive.UsedBytes,
            PendingBytes = pending,
            QuotaBytes = drive.QuotaBytes,
            IsCrowded = others.Count >= IUploadRoomGrain.MaxUploads,
        };
    }

    // What has lapsed goes along: nobody else looks at it.
    private void Forget(Guid uploadId)
    {
        var now = clock.GetUtcNow();
        Reservations.RemoveAll(one => one.UploadId == uploadId || one.Until <= now);
    }
}
