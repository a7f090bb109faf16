using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Uploads;

namespace FileStorage.Grains.Uploads;

/// <inheritdoc cref="IPartUploadGrain"/>
[GrainType("part-upload"), CollectionAgeLimit(Minutes = 10)]
internal sealed class PartUploadGrain(
    [PersistentState("part-upload", MetadataServices.DocumentStorage)] IPersistentState<PartUploadDocument> document,
    IUploadPartStore parts,
    TimeProvider clock) : Grain, IPartUploadGrain
{
    private long _count;
    private long _sizeBytes;
    private long _reserved;
    private DateTimeOffset _touchedAt;

    private PartUploadDocument State => document.State;

    private bool IsKnown => document.RecordExists && clock.GetUtcNow() < _touchedAt + IPartUploadGrain.Patience;

    private bool IsOpen => IsKnown && !State.IsCompleted;

    private IUploadRoomGrain Room => GrainFactory.GetGrain<IUploadRoomGrain>(State.DriveId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            return;
        }

        var totals = await parts.SumAsync(State.UploadId, cancellationToken);
        _count = totals.Parts;
        _sizeBytes = totals.SizeBytes;
        _reserved = Math.Max(State.DeclaredBytes, totals.SizeBytes);
        var cameAt = DateTimeOffset.FromUnixTimeMilliseconds(totals.LastUnixMilliseconds);
        _touchedAt = cameAt > State.TouchedAt ? cameAt : State.TouchedAt;
    }

    public async Task<UploadRoom?> CreateAsync(Guid uploadId, Guid driveId, long declaredBytes, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            return null;
        }

        if (document.RecordExists)
        {
            await ForgetPartsAsync(cancellationToken);
        }

        var now = clock.GetUtcNow();
        var room = await GrainFactory.GetGrain<IUploadRoomGrain>(driveId)
            .ReserveAsync(uploadId, declaredBytes, now + IPartUploadGrain.Lease, cancellationToken);
        if (!room.IsGranted)
        {
            return room;
        }

        document.State = new PartUploadDocument { UploadId = uploadId, DriveId = driveId, DeclaredBytes = declaredBytes };
        (_count, _sizeBytes, _reserved) = (0, 0, declaredBytes);
        await WriteAsync();
        return room;
    }

    public Task<PartUploadState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(
        IsKnown
            ? new PartUploadState
            {
                UploadId = State.UploadId,
                DriveId = State.DriveId,
                SizeBytes = _sizeBytes,
                IsCompleted = State.IsCompleted,
            }
            : null);

    public async Task<ImmutableArray<UploadPart>> ListAsync(long afterOrder, string afterName, CancellationToken cancellationToken) => IsOpen
        ? [.. (await parts.ListAsync(State.UploadId, (afterOrder, afterName), IPartUploadGrain.PageSize, cancellationToken)).Select(ToPart)]
        : [];

    public async Task<PartOutcome> AddAsync(Guid uploadId, UploadPart part, CancellationToken cancellationToken)
    {
        if (!IsOpen || State.UploadId != uploadId)
        {
            return PartOutcome.Over;
        }

        var before = await parts.FindAsync(uploadId, part.Order, part.Name, cancellationToken);
        var count = _count + (before is null ? 1 : 0);
        var sizeBytes = _sizeBytes - (before?.SizeBytes ?? 0) + part.Manifest.SizeBytes;
        if (count > IPartUploadGrain.MaxParts)
        {
            return PartOutcome.TooMany;
        }

        if (sizeBytes > _reserved)
        {
            var room = await Room.ReserveAsync(uploadId, sizeBytes, clock.GetUtcNow() + IPartUploadGrain.Lease, cancellationToken);
            if (!room.IsGranted)
            {
                return PartOutcome.NoRoom;
            }

            _reserved = sizeBytes;
        }

        await RetireUnlessAsync(parts.PutAsync(ToRow(uploadId, part), CancellationToken.None).AsTask());
        (_count, _sizeBytes, _touchedAt) = (count, sizeBytes, clock.GetUtcNow());
        return PartOutcome.Added;
    }

    public async Task<bool> RemoveAsync(long order, string name, CancellationToken cancellationToken)
    {
        if (!IsOpen || await parts.FindAsync(State.UploadId, order, name, cancellationToken) is not { } part)
        {
            return false;
        }

        await RetireUnlessAsync(parts.RemoveAsync(State.UploadId, order, name, CancellationToken.None).AsTask());
        (_count, _sizeBytes, _touchedAt) = (_count - 1, _sizeBytes - part.SizeBytes, clock.GetUtcNow());
        return true;
    }

    public async Task CompleteAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        if (IsOpen && State.UploadId == uploadId)
        {
            State.IsCompleted = true;
            await WriteAsync();
            await ForgetPartsAsync(cancellationToken);
        }
    }

    public async Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        var isThere = IsOpen;
        await ClearAsync(cancellationToken);
        return isThere;
    }

    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (IsKnown)
        {
            return false;
        }

        await ClearAsync(cancellationToken);
        return true;
    }

    // What its parts held is collected when its leases end.
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        if (document.RecordExists)
        {
            await ForgetPartsAsync(cancellationToken);
            await document.ClearStateAsync(cancellationToken);
        }
    }

    private async Task ForgetPartsAsync(CancellationToken cancellationToken)
    {
        await RetireUnlessAsync(parts.RemoveAllAsync(State.UploadId, cancellationToken).AsTask());
        await Room.ReleaseAsync(State.UploadId, cancellationToken);
        (_count, _sizeBytes) = (0, 0);
    }

    private Task WriteAsync()
    {
        State.TouchedAt = clock.GetUtcNow();
        _touchedAt = State.TouchedAt;
        return document.WriteOrRetireAsync(this);
    }

    // Whatever became of a write that failed: the next activation reads what there is.
    private async Task RetireUnlessAsync(Task written)
    {
        try
        {
            await written;
        }
        finally
        {
            if (!written.IsCompletedSuccessfully)
            {
                DeactivateOnIdle();
            }
        }
    }

    private static UploadPart ToPart(UploadPartRow row) => new()
    {
        PartId = row.PartId,
        Name = row.Name,
        Order = row.Ordinal,
        Offset = row.OffsetBytes,
        Manifest = new StoredManifest
        {
            IsIndirect = row.IsIndirect,
            Body = ImmutableCollectionsMarshal.AsImmutableArray(row.Manifest.ToArray()),
            SizeBytes = row.SizeBytes,
            Sha256 = null,
        },
        CameAt = DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds),
    };

    private static UploadPartRow ToRow(Guid uploadId, UploadPart part) => new()
    {
        UploadId = uploadId,
        Ordinal = part.Order,
        Name = part.Name,
        PartId = part.PartId,
        OffsetBytes = part.Offset,
        SizeBytes = part.Manifest.SizeBytes,
        Manifest = part.Manifest.Body.AsMemory(),
        IsIndirect = part.Manifest.IsIndirect,
        AtUnixMilliseconds = part.CameAt.ToUnixTimeMilliseconds(),
    };
}
