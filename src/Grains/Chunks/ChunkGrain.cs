using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using Orleans.Placement;
using Orleans.Storage;

namespace FileStorage.Grains.Chunks;

/// <inheritdoc cref="IChunkGrain"/>
[GrainType("chunk"), PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ChunkGrain(IChunkRowStore store, TimeProvider clock) : Grain, IChunkGrain
{
    private const int ReferencePage = 500;

    /// <summary>The row as last read or committed; null: the chunk is not stored.</summary>
    private ChunkRow? _row;

    private ChunkId Id { get; set; }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Id = ChunkKeys.Parse(this.GetPrimaryKeyString());
        _row = (await store.ReadAsync(Id, cancellationToken))?.Row;
    }

    public async Task<bool> HoldAsync(ChunkReference reference, HoldMode mode, CancellationToken cancellationToken)
    {
        if (_row is null or { IsDamaged: true } || (mode is HoldMode.OwnedOnly && !await store.OwnerHasAsync(Id, reference.KnownTo ?? reference.Owner, cancellationToken)))
        {
            return false;
        }

        await CommitAsync(new ChunkCommit
        {
            Id = Id,
            ExpectedRowVersion = _row.RowVersion,
            After = Revived(_row),
            AddedReferences = [ToRow(reference)],
        });
        return true;
    }

    public async Task RegisterAsync(ChunkPlace place, ChunkReference reference, CancellationToken cancellationToken)
    {
        var location = ImmutableCollectionsMarshal.AsArray(place.Location)!;
        if (_row is null)
        {
            await CommitAsync(new ChunkCommit
            {
                Id = Id,
                ExpectedRowVersion = 0,
                After = new ChunkRow
                {
                    Id = Id,
                    RowVersion = 1,
                    State = ChunkState.Live,
                    Location = location,
                    PlainBytes = place.PlainBytes,
                    StoredBytes = place.StoredBytes,
                },
                AddedReferences = [ToRow(reference)],
            });
            return;
        }

        // Two gateways stored the same bytes: the first place stays, unless what lies there is damaged. A repeated message names that very place.
        var isSamePlace = _row.Location.Span.SequenceEqual(location);
        var heals = _row.IsDamaged && !isSamePlace;
        await CommitAsync(new ChunkCommit
        {
            Id = Id,
            ExpectedRowVersion = _row.RowVersion,
            After = heals ? Moved(Revived(_row) ?? _row, location, place.StoredBytes) : Revived(_row),
            AddedReferences = [ToRow(reference)],
            GarbageLocation = isSamePlace || heals ? default : location,
            AtUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
    }

    public async Task<bool> RelocateAsync(ImmutableArray<byte> from, ChunkPlace place, CancellationToken cancellationToken)
    {
        if (_row is null || !_row.Location.Span.SequenceEqual(from.AsSpan()))
        {
            // A repeated message finds what it did the first time.
            return _row is not null && _row.Location.Span.SequenceEqual(place.Location.AsSpan());
        }

        var isSamePlace = place.Location.AsSpan().SequenceEqual(from.AsSpan());
        if (!isSamePlace || _row.IsDamaged)
        {
            await CommitAsync(new ChunkCommit
            {
                Id = Id,
                ExpectedRowVersion = _row.RowVersion,
                After = Moved(_row, ImmutableCollectionsMarshal.AsArray(place.Location)!, place.StoredBytes),
                GarbageLocation = isSamePlace ? default : Garbage(_row),
                AtUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            });
        }

        return true;
    }

    public async Task MarkDamagedAsync(ImmutableArray<byte> location, CancellationToken cancellationToken)
    {
        if (_row is { IsDamaged: false } && _row.Location.Span.SequenceEqual(location.AsSpan()))
        {
            await CommitAsync(new ChunkCommit { Id = Id, ExpectedRowVersion = _row.RowVersion, After = _row with { IsDamaged = true } });
        }
    }

    public async Task<ChunkPlace?> LocateAsync(CancellationToken cancellationToken) =>
        await FindRowAsync(cancellationToken) is { } row
            ? new ChunkPlace
            {
                Location = [.. row.Location.Span],
                PlainBytes = (int)row.PlainBytes,
                StoredBytes = (int)row.StoredBytes,
            }
            : null;

    public async Task<bool> IsHeldAsync(Guid owner, Guid versionId, CancellationToken cancellationToken) =>
        await FindRowAsync(cancellationToken) is { IsDamaged: false }
        && await store.FindReferenceAsync(Id, owner, versionId, cancellationToken) is not null;

    public async Task ReleaseAsync(Guid owner, Guid versionId, CancellationToken cancellationToken)
    {
        // A lease holds until its end, whoever gives it back: until then the version may still be committed by a repeated message
        // that is late, and it must find its chunks. The sweep removes it afterwards.
        if (_row is not null
            && await store.FindReferenceAsync(Id, owner, versionId, cancellationToken) is { } reference
            && (reference.LeasedUntilUnixMilliseconds ?? 0) < clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            await RemoveAsync([new ChunkReferenceKey(owner, versionId)], cancellationToken);
        }
    }

    public async Task<ChunkSweep> SweepAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (_row is null)
        {
            return ChunkSweep.Kept;
        }

        var now = clock.GetUtcNow();
        var settled = await SettleLeasesAsync(now, cancellationToken);
        if ((await store.ListReferencesAsync(Id, after: null, limit: 1, cancellationToken)).Count > 0)
        {
            return settled ? ChunkSweep.Settled : ChunkSweep.Kept;
        }

        if (_row.State is not ChunkState.Condemned)
        {
            await CommitAsync(new ChunkCommit { Id = Id, ExpectedRowVersion = _row.RowVersion, After = Condemned(_row) });
            return ChunkSweep.Condemned;
        }

        if (DateTimeOffset.FromUnixTimeMilliseconds(_row.CondemnedUnixMilliseconds ?? 0) + grace > now)
        {
            return ChunkSweep.Condemned;
        }

        await CommitAsync(new ChunkCommit
        {
            Id = Id,
            ExpectedRowVersion = _row.RowVersion,
            Delete = true,
            GarbageLocation = Garbage(_row),
            AtUnixMilliseconds = now.ToUnixTimeMilliseconds(),
        });
        return ChunkSweep.Deleted;
    }

    // A lease that has run out either became the reference of a version, or belongs to one that was never written and, being late,
    // never will be.
    private async Task<bool> SettleLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lapsed = new List<ChunkReferenceRow>();
        ChunkReferenceKey? after = null;
        List<ChunkReferenceRow> page;
        do
        {
            page = await store.ListReferencesAsync(Id, after, ReferencePage, cancellationToken);
            lapsed.AddRange(page.Where(row => row.LeasedUntilUnixMilliseconds < now.ToUnixTimeMilliseconds()));
            after = page.Count > 0 ? new ChunkReferenceKey(page[^1].OwnerId, page[^1].VersionId) : null;
        }
        while (page.Count == ReferencePage);

        var lasting = new List<ChunkReferenceRow>();
        var dead = new List<ChunkReferenceKey>();
        foreach (var row in lapsed)
        {
            if (await GrainFactory.GetGrain<IFileGrain>(row.FileId).HasVersionAsync(row.VersionId, row.OwnerId, cancellationToken))
            {
                lasting.Add(row with { LeasedUntilUnixMilliseconds = null });
            }
            else
            {
                dead.Add(new ChunkReferenceKey(row.OwnerId, row.VersionId));
            }
        }

        if (lasting.Count > 0)
        {
            await CommitAsync(new ChunkCommit { Id = Id, ExpectedRowVersion = _row!.RowVersion, AddedReferences = lasting });
        }

        if (dead.Count > 0)
        {
            await RemoveAsync(dead, cancellationToken);
        }

        return lapsed.Count > 0;
    }

    private async Task RemoveAsync(IReadOnlyList<ChunkReferenceKey> removed, CancellationToken cancellationToken)
    {
        // One more than are removed is enough to know whether any stays.
        var present = await store.ListReferencesAsync(Id, after: null, removed.Count + 1, cancellationToken);
        var keys = removed.ToHashSet();
        var isLast = present.All(row => keys.Contains(new ChunkReferenceKey(row.OwnerId, row.VersionId)));
        await CommitAsync(new ChunkCommit
        {
            Id = Id,
            ExpectedRowVersion = _row!.RowVersion,
            RemovedReferences = removed,
            After = isLast ? Condemned(_row) : null,
        });
    }

    // "Not stored" is asked again before it is told to a reader: another activation may have registered the chunk since, and a
    // file must not look broken for that.
    private async ValueTask<ChunkRow?> FindRowAsync(CancellationToken cancellationToken) =>
        _row ??= (await store.ReadAsync(Id, cancellationToken))?.Row;

    private async Task CommitAsync(ChunkCommit commit)
    {
        WriteOutcome outcome;
        try
        {
            outcome = await store.CommitAsync(commit, CancellationToken.None);
        }
        catch (Exception exception) when (WriteFaults.MayHaveBeenApplied(exception))
        {
            // Memory may be behind the rows from here on.
            DeactivateOnIdle();
            throw;
        }

        if (outcome is WriteOutcome.Conflict)
        {
            throw new InconsistentStateException($"Chunk {Id} was written past row version {commit.ExpectedRowVersion} by another activation.");
        }

        _row = commit.Delete ? null : (commit.After ?? _row!) with { RowVersion = commit.ExpectedRowVersion + 1 };
    }

    private static ChunkRow? Revived(ChunkRow row) =>
        row.State is ChunkState.Live ? null : row with { State = ChunkState.Live, CondemnedUnixMilliseconds = null };

    // What lies at the place of a damaged chunk may be anything, so it is left to the search for what no row knows.
    private static ReadOnlyMemory<byte> Garbage(ChunkRow row) => row.IsDamaged ? default : row.Location;

    private static ChunkRow Moved(ChunkRow row, byte[] location, long storedBytes) =>
        row with { Location = location, StoredBytes = storedBytes, IsDamaged = false };

    private ChunkRow Condemned(ChunkRow row) => row with
    {
        State = ChunkState.Condemned,
        CondemnedUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private ChunkReferenceRow ToRow(ChunkReference reference) => new()
    {
        ChunkId = Id,
        OwnerId = reference.Owner,
        VersionId = reference.VersionId,
        FileId = reference.FileId,
        LeasedUntilUnixMilliseconds = reference.LeasedUntil.ToUnixTimeMilliseconds(),
    };
}
