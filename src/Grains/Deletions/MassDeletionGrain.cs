using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Core.Auditing;
using FileStorage.Core.Identity;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Deletions;
using FileStorage.Storage.Metadata;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Deletions;

/// <inheritdoc cref="IMassDeletionGrain"/>
// What was deleted is counted in memory, which is to live longer than a window; who is held is stored.
[GrainType("mass-deletion"), CollectionAgeLimit(Minutes = DeletionOptions.MaxWindowMinutes + 10)]
internal sealed class MassDeletionGrain(
    [PersistentState("mass-deletion", MetadataServices.DocumentStorage)] IPersistentState<MassDeletionDocument> document,
    IOptions<DeletionOptions> options,
    TimeProvider clock) : Grain, IMassDeletionGrain
{
    private const int MaxWindows = 10_000;

    // So that the row of an operation has an id of its own.
    private const int AuditIdIndex = 0x64656c;

    private readonly Dictionary<Guid, DeletionWindow> _windows = [];

    public Task<long> OpenAsync(Guid deviceId, long journalNumber, CancellationToken cancellationToken) =>
        Task.FromResult(WindowOf(deviceId, journalNumber).JournalNumber);

    public async Task<DeletionVerdict> AdmitAsync(DeletionWish wish, CancellationToken cancellationToken)
    {
        if (document.State.Held.Exists(one => one.DeviceId == wish.DeviceId))
        {
            return DeletionVerdict.Held;
        }

        var window = WindowOf(wish.DeviceId, wish.JournalNumber);
        var verdict = window.Judge(wish.Entries, wish.LiveEntries, options.Value);
        if (verdict is DeletionVerdict.Held && document.State.Held.Count < IMassDeletionGrain.MaxHeld)
        {
            await HoldAsync(wish, window, wish.LiveEntries!.Value + window.Deleted);
        }

        return verdict;
    }

    public Task<ImmutableArray<HeldDeletion>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(document.State.Held.Select(ToHeld).ToImmutableArray());

    public async Task<bool> ReleaseAsync(Guid deviceId, bool allows, CancellationToken cancellationToken)
    {
        if (document.State.Held.RemoveAll(one => one.DeviceId == deviceId) == 0)
        {
            return false;
        }

        await document.WriteOrRetireAsync(this);
        _windows.Remove(deviceId);
        if (allows)
        {
            _windows[deviceId] = new DeletionWindow(clock.GetUtcNow(), journalNumber: 0, isAllowed: true);
        }

        return true;
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    private DeletionWindow WindowOf(Guid deviceId, long journalNumber)
    {
        var now = clock.GetUtcNow();
        var length = TimeSpan.FromMinutes(options.Value.WindowMinutes);
        if (_windows.TryGetValue(deviceId, out var window) && now - window.Since < length)
        {
            return window;
        }

        if (_windows.Count >= MaxWindows)
        {
            foreach (var (past, _) in _windows.Where(pair => now - pair.Value.Since >= length).ToList())
            {
                _windows.Remove(past);
            }
        }

        // Where so many devices delete at the same time, those begin anew that began first.
        if (_windows.Count >= MaxWindows)
        {
            _windows.Remove(_windows.MinBy(pair => pair.Value.Since).Key);
        }

        return _windows[deviceId] = new DeletionWindow(now, journalNumber, isAllowed: false);
    }

    // Told first, so that nobody is held of whom nobody hears.
    private async Task HoldAsync(DeletionWish wish, DeletionWindow window, long before)
    {
        var now = clock.GetUtcNow();
        var record = new AuditRecord
        {
            Id = DerivedId.Of(now, wish.OperationId, AuditIdIndex),
            Kind = AuditKind.DeletionHeld,
            Outcome = AuditOutcome.Refused,
            ActorId = wish.AccountId,
            OwnerId = wish.OwnerId == wish.AccountId ? null : wish.OwnerId,
            DeviceId = wish.DeviceId,
            DriveId = this.GetPrimaryKey(),
            ItemId = wish.EntryId,
            Facts = [Fact("deleted", window.Deleted), Fact("wanted", wish.Entries), Fact("before", before)],
        };
        await GrainFactory.GetGrain<IAuditGrain>(0).RecordAsync([record], CancellationToken.None);
        document.State.Held.Add(new HeldDeletionDocument
        {
            DeviceId = wish.DeviceId,
            AccountId = wish.AccountId,
            At = now,
            Deleted = window.Deleted,
            Wanted = wish.Entries,
            Before = before,
        });
        await document.WriteOrRetireAsync(this);
    }

    private static AuditFact Fact(string name, long number) => new(name, number.ToString(CultureInfo.InvariantCulture));

    private static HeldDeletion ToHeld(HeldDeletionDocument stored) => new()
    {
        DeviceId = stored.DeviceId,
        AccountId = stored.AccountId,
        At = stored.At,
        Deleted = stored.Deleted,
        Wanted = stored.Wanted,
        Before = stored.Before,
    };
}
