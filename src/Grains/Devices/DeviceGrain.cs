using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Devices;

/// <inheritdoc cref="IDeviceGrain"/>
[GrainType("device")]
internal sealed class DeviceGrain(
    [PersistentState("device", MetadataServices.DocumentStorage)] IPersistentState<DeviceDocument> document, Listeners listeners, TimeProvider clock)
    : Grain, IDeviceGrain
{
    private const int TicksToKeep = 5;

    private static readonly TimeSpan LastSeenPrecision = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMinutes(1);

    // Mostly one, and as many devices as there are: no dictionary.
    private readonly List<AcknowledgedCursor> _cursors = [];
    private DeviceListening? _listening;
    private DeviceIdentity? _identity;
    private DateTimeOffset? _lastSeenAt;
    private int _ticks;

    /// <summary>Whether memory knows more than what is stored.</summary>
    private bool _isAhead;

    private bool IsLive => document.RecordExists && !document.State.IsRevoked;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _lastSeenAt = document.State.LastSeenAt;
        foreach (var cursor in document.State.Cursors)
        {
            _cursors.Add(new AcknowledgedCursor { DriveId = cursor.DriveId, Epoch = cursor.Epoch, Number = cursor.Number });
        }

        Remember();

        // One for both of its purposes: there are as many as there are devices that listen.
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions { DueTime = TickPeriod, Period = TickPeriod });
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await (_listening?.UnsubscribeAsync() ?? Task.CompletedTask);
        await KeepAsync(cancellationToken);
    }

    public async Task CreateAsync(DeviceCreation creation, CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            return;
        }

        document.State = new DeviceDocument
        {
            UserId = creation.UserId,
            DriveId = creation.DriveId,
            IsAdministrator = creation.IsAdministrator,
            Name = creation.Name,
            TokenHash = [.. creation.TokenHash],
            CreatedAt = clock.GetUtcNow(),
            IsAppPassword = creation.IsAppPassword,
        };
        await document.WriteOrRetireAsync(this);
        Remember();
    }

    public Task<DeviceIdentity?> AuthenticateAsync(ImmutableArray<byte> tokenHash, CancellationToken cancellationToken)
    {
        if (_identity is null || !CryptographicOperations.FixedTimeEquals(tokenHash.AsSpan(), document.State.TokenHash))
        {
            return Task.FromResult<DeviceIdentity?>(null);
        }

        var now = clock.GetUtcNow();
        if (_lastSeenAt is null || now - _lastSeenAt >= LastSeenPrecision)
        {
            _lastSeenAt = now;
            _isAhead = true;
        }

        return Task.FromResult<DeviceIdentity?>(_identity);
    }

    public Task<DeviceDescription?> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(
        IsLive
            ? new DeviceDescription
            {
                DeviceId = this.GetPrimaryKey(),
                Name = document.State.Name,
                CreatedAt = document.State.CreatedAt,
                LastSeenAt = _lastSeenAt,
                Cursors = [.. _cursors],
                IsAppPassword = document.State.IsAppPassword,
            }
            : null);

    public Task AcknowledgeAsync(ImmutableArray<AcknowledgedCursor> cursors, CancellationToken cancellationToken)
    {
        foreach (var cursor in cursors)
        {
            var place = _cursors.FindIndex(known => known.DriveId == cursor.DriveId);
            if (place < 0)
            {
                _cursors.Add(cursor);
                _isAhead = true;
            }
            else if (_cursors[place] != cursor)
            {
                _cursors[place] = cursor;
                _isAhead = true;
            }
        }

        return Task.CompletedTask;
    }

    public Task<DeviceBell> ListenAsync(
        long? heard, TimeSpan patience, ImmutableArray<Guid> sharedDrives, CancellationToken cancellationToken)
    {
        if (!IsLive)
        {
            return Task.FromResult(new DeviceBell { Rings = 0, IsRevoked = true });
        }

        _lastSeenAt = clock.GetUtcNow();
        _isAhead = true;
        _listening ??= new DeviceListening(this, listeners, clock);
        return _listening.ListenAsync(document.State.DriveId, sharedDrives, heard, patience, cancellationToken);
    }

    public async Task RenameAsync(string name, CancellationToken cancellationToken)
    {
        if (IsLive)
        {
            document.State.Name = name;
            await document.WriteOrRetireAsync(this);
        }
    }

    public async Task SetAdministratorAsync(bool isAdministrator, CancellationToken cancellationToken)
    {
        if (IsLive && document.State.IsAdministrator != isAdministrator)
        {
            document.State.IsAdministrator = isAdministrator;
            await document.WriteOrRetireAsync(this);
            Remember();
        }
    }

    public async Task RevokeAsync(CancellationToken cancellationToken)
    {
        if (IsLive)
        {
            // Closed first: calls interleave with the write, and a token that is being revoked opens nothing.
            _identity = null;
            document.State.IsRevoked = true;
            document.State.TokenHash = [];
            _listening?.End();
            await document.WriteOrRetireAsync(this);
            await (_listening?.UnsubscribeAsync() ?? Task.CompletedTask);
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        await (_listening?.UnsubscribeIfAloneAsync() ?? Task.CompletedTask);
        if (++_ticks % TicksToKeep == 0)
        {
            await KeepAsync(cancellationToken);
        }
    }

    // A convenience for people, not a fact that anything depends on: a crash loses it.
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!IsLive || !_isAhead)
        {
            return;
        }

        _isAhead = false;
        document.State.LastSeenAt = _lastSeenAt;
        document.State.Cursors =
            [.. _cursors.Select(cursor => new CursorDocument { DriveId = cursor.DriveId, Epoch = cursor.Epoch, Number = cursor.Number })];
        await document.WriteStateAsync(cancellationToken);
    }

    private void Remember() => _identity = IsLive
        ? new DeviceIdentity
        {
            UserId = document.State.UserId,
            DeviceId = this.GetPrimaryKey(),
            DriveId = document.State.DriveId,
            IsAdministrator = document.State.IsAdministrator && !document.State.IsAppPassword,
            IsAppPassword = document.State.IsAppPassword,
        }
        : null;
}
