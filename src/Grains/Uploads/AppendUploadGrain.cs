using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Uploads;
using Orleans.Storage;

namespace FileStorage.Grains.Uploads;

/// <inheritdoc cref="IAppendUploadGrain"/>
/// <remarks>
/// What has come is in rows of up to 128 chunks: an append costs the same however much came before it, and the row that it writes is what
/// makes it durable. The document says what was declared and what became of it.
/// </remarks>
[GrainType("append-upload"), CollectionAgeLimit(Minutes = 10)]
internal sealed class AppendUploadGrain(
    [PersistentState("append-upload", MetadataServices.DocumentStorage)] IPersistentState<AppendUploadDocument> document,
    IUploadPartStore parts,
    TimeProvider clock) : Grain, IAppendUploadGrain
{
    private const int ChunksPerRow = 128;
    private const int RowsPerPage = 64;

    /// <summary>Where the length is not known, room is reserved in such steps.</summary>
    private const long ReservedStepBytes = 64L * 1024 * 1024;

    /// <summary>For so long an upload that is over tells what it has become.</summary>
    private static readonly TimeSpan KeptWhenOver = TimeSpan.FromDays(7);

    private UploadPartRow? _last;
    private long _offset;
    private long _chunks;
    private long _reserved;
    private DateTimeOffset _touchedAt;
    private Guid _writer;

    private Guid Key => this.GetPrimaryKey();

    private AppendUploadDocument State => document.State;

    private DateTimeOffset LeasedUntil => State.CreatedAt + IAppendUploadGrain.Lease;

    private DateTimeOffset ExpiresAt
    {
        get
        {
            var idle = _touchedAt + State.Patience;
            return State.Stage is UploadStage.Completed ? State.CompletedAt + KeptWhenOver : idle < LeasedUntil ? idle : LeasedUntil;
        }
    }

    private bool IsKnown => document.RecordExists && State.Stage is not UploadStage.Cancelled && clock.GetUtcNow() < ExpiresAt;

    private bool IsOpen => IsKnown && State.Stage is UploadStage.Open;

    private bool IsWhole => State.IsWhole || (!State.EndsExplicitly && State.LengthBytes == _offset);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!document.RecordExists || State.Stage is not UploadStage.Open)
        {
            return;
        }

        var totals = await parts.SumAsync(Key, cancellationToken);
        _last = totals.Parts == 0 ? null : await parts.FindLastAsync(Key, cancellationToken);
        _offset = totals.SizeBytes;
        _chunks = (totals.Parts - 1) * ChunksPerRow + CountOf(_last);
        _touchedAt = totals.Parts == 0 ? State.CreatedAt : DateTimeOffset.FromUnixTimeMilliseconds(totals.LastUnixMilliseconds);
        _reserved = State.LengthBytes ?? 0;
    }

    public async Task<UploadRoom> CreateAsync(AppendDeclaration declaration, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            throw new InvalidOperationException("The id of an upload was drawn twice.");
        }

        var now = clock.GetUtcNow();
        var room = await Room(declaration.DriveId).ReserveAsync(Key, declaration.LengthBytes ?? 0, now + IAppendUploadGrain.Lease, cancellationToken);
        if (!room.IsGranted)
        {
            return room;
        }

        document.State = AppendMapping.ToDocument(declaration);
        State.CreatedAt = now;
        State.Patience = patience;
        _touchedAt = now;
        _reserved = declaration.LengthBytes ?? 0;
        await document.WriteOrRetireAsync(this);
        return room;
    }

    public async Task JoinAsync(
        AppendDeclaration declaration, TimeSpan patience, long sizeBytes, Guid itemId, CancellationToken cancellationToken)
    {
        if (IsKnown)
        {
            return;
        }

        document.State = AppendMapping.ToDocument(declaration);
        State.CreatedAt = clock.GetUtcNow();
        State.Patience = patience;
        State.Stage = UploadStage.Completed;
        State.CompletedAt = State.CreatedAt;
        State.CompletedBytes = sizeBytes;
        State.CompletedItemId = itemId;
        await document.WriteOrRetireAsync(this);
    }

    public Task<AppendState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(IsKnown ? Describe() : null);

    public Task<AppendState?> TakeAsync(Guid writer, CancellationToken cancellationToken)
    {
        _writer = writer;
        return GetAsync(cancellationToken);
    }

    public async Task<AppendOutcome> AppendAsync(AppendedChunks chunks, CancellationToken cancellationToken)
    {
        var added = Manifest.Parse(chunks.Chunks.AsSpan());
        var replaced = chunks.ReplacesLast ? LastChunk : null;
        if (!IsOpen || State.IsWhole || _writer != chunks.Writer || chunks.OffsetBytes != _offset - (replaced?.Length ?? 0))
        {
            return AppendOutcome.Superseded;
        }

        var newOffset = chunks.OffsetBytes + added.TotalBytes;
        var newChunks = _chunks + added.Chunks.Length - (replaced is null ? 0 : 1);
        if (newOffset > (State.LengthBytes ?? ChunkLimits.MaxFileBytes) || newChunks > ChunkLimits.MaxManifestChunks)
        {
            return AppendOutcome.TooLong;
        }

        if (!await ReserveAsync(newOffset, cancellationToken))
        {
            return AppendOutcome.NoRoom;
        }

        await WriteAsync(added.Chunks, replaced is not null, newOffset);
        _chunks = newChunks;
        return AppendOutcome.Appended;
    }

    public async Task<AppendOutcome> SetLengthAsync(Guid writer, long lengthBytes, bool isWhole, CancellationToken cancellationToken)
    {
        if (!IsOpen || _writer != writer)
        {
            return AppendOutcome.Superseded;
        }

        if (State.LengthBytes is { } known && known != lengthBytes)
        {
            return AppendOutcome.OtherLength;
        }

        if (lengthBytes < _offset || (isWhole && lengthBytes != _offset))
        {
            return AppendOutcome.TooLong;
        }

        if (State.LengthBytes == lengthBytes && State.IsWhole == isWhole)
        {
            return AppendOutcome.Appended;
        }

        if (!await ReserveExactlyAsync(lengthBytes, cancellationToken))
        {
            return AppendOutcome.NoRoom;
        }

        State.LengthBytes = lengthBytes;
        State.IsWhole = isWhole;
        await document.WriteOrRetireAsync(this);
        return AppendOutcome.Appended;
    }

    public async Task<ImmutableArray<byte>> ReadChunksAsync(int page, CancellationToken cancellationToken)
    {
        var rows = await parts.ListAsync(Key, (page * RowsPerPage - 1, "\uFFFF"), RowsPerPage, cancellationToken);
        var bytes = new byte[rows.Sum(row => row.Manifest.Length)];
        var at = 0;
        foreach (var row in rows)
        {
            row.Manifest.CopyTo(bytes.AsMemory(at));
            at += row.Manifest.Length;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
    }

    public async Task CompleteAsync(Guid? itemId, CancellationToken cancellationToken)
    {
        if (!document.RecordExists || State.Stage is not UploadStage.Open)
        {
            return;
        }

        State.Stage = UploadStage.Completed;
        State.CompletedAt = clock.GetUtcNow();
        State.CompletedBytes = _offset;
        State.CompletedItemId = itemId;
        State.LengthBytes ??= _offset;
        await document.WriteOrRetireAsync(this);
        await ForgetPartsAsync(cancellationToken);
    }

    public async Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        var isThere = IsKnown;
        if (isThere)
        {
            // From here on it is gone, also where what follows is interrupted.
            State.Stage = UploadStage.Cancelled;
            await document.WriteOrRetireAsync(this);
        }

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

    private IUploadRoomGrain Room(Guid driveId) => GrainFactory.GetGrain<IUploadRoomGrain>(driveId);

    private ManifestChunk? LastChunk => _last is { } row ? Manifest.Parse(row.Manifest.Span[^Manifest.BytesPerChunk..]).Chunks[0] : null;

    private static int CountOf(UploadPartRow? row) => row is null ? ChunksPerRow : row.Manifest.Length / Manifest.BytesPerChunk;

    private AppendState Describe() => new()
    {
        Declaration = AppendMapping.ToDeclaration(State),
        OffsetBytes = State.Stage is UploadStage.Completed ? State.CompletedBytes : _offset,
        LengthBytes = State.LengthBytes,
        IsWhole = State.Stage is UploadStage.Completed || IsWhole,
        ItemId = State.CompletedItemId,
        ExpiresAt = ExpiresAt,
        LeasedUntil = LeasedUntil,
        LastChunk = LastChunk?.Id,
        LastChunkBytes = LastChunk?.Length ?? 0,
        IsJoined = State.Stage is UploadStage.Completed && State.CompletedItemId is null,
    };

    // Where the length is known it was reserved with it.
    private async Task<bool> ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= _reserved)
        {
            return true;
        }

        var step = (bytes / ReservedStepBytes + 1) * ReservedStepBytes;
        return await ReserveExactlyAsync(step, cancellationToken) || await ReserveExactlyAsync(bytes, cancellationToken);
    }

    private async Task<bool> ReserveExactlyAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes == _reserved || !(await Room(State.DriveId).ReserveAsync(Key, bytes, LeasedUntil, cancellationToken)).IsGranted)
        {
            return bytes == _reserved;
        }

        _reserved = bytes;
        return true;
    }

    private async Task WriteAsync(ImmutableArray<ManifestChunk> added, bool replacesLast, long newOffset)
    {
        var now = clock.GetUtcNow();
        var known = _last is null ? [] : Manifest.Parse(_last.Manifest.Span).Chunks;
        var all = (replacesLast ? known.RemoveAt(known.Length - 1) : known).AddRange(added);
        var rows = new List<UploadPartRow>();
        var first = _last?.Ordinal ?? 0;
        var offset = _last?.OffsetBytes ?? 0;
        for (var start = 0; start < all.Length; start += ChunksPerRow)
        {
            var chunks = new Manifest(all.Slice(start, Math.Min(ChunksPerRow, all.Length - start)));
            rows.Add(new UploadPartRow
            {
                UploadId = Key,
                Ordinal = first + rows.Count,
                Name = "",
                PartId = Key,
                OffsetBytes = offset,
                SizeBytes = chunks.TotalBytes,
                Manifest = chunks.ToByteArray(),
                IsIndirect = false,
                AtUnixMilliseconds = now.ToUnixTimeMilliseconds(),
            });
            offset += chunks.TotalBytes;
        }

        if (rows.Count == 0)
        {
            return;
        }

        await RequireAsync(parts.AppendAsync(_last is null ? null : rows[0], _last?.SizeBytes ?? 0, _last is null ? rows : rows[1..], CancellationToken.None));
        _last = rows[^1];
        _offset = newOffset;
        _touchedAt = now;
    }

    // What was written may be more than is known here: the next activation reads what is.
    private async Task RequireAsync(ValueTask<WriteOutcome> write)
    {
        var isWritten = false;
        try
        {
            isWritten = await write is WriteOutcome.Committed;
            if (!isWritten)
            {
                throw new InconsistentStateException("Another activation of this upload has appended.");
            }
        }
        finally
        {
            if (!isWritten)
            {
                DeactivateOnIdle();
            }
        }
    }

    // What its chunks held is collected when their leases end.
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        if (!document.RecordExists)
        {
            return;
        }

        await ForgetPartsAsync(cancellationToken);
        await document.ClearStateAsync(cancellationToken);
    }

    private async Task ForgetPartsAsync(CancellationToken cancellationToken)
    {
        await parts.RemoveAllAsync(Key, cancellationToken);
        await Room(State.DriveId).ReleaseAsync(Key, cancellationToken);
        _last = null;
        _chunks = 0;
    }
}
