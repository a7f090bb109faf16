using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Devices;

/// <inheritdoc cref="IDeviceGrain"/>
[GrainType("device")]
internal sealed class DeviceGrain(
    [PersistentState("device", MetadataServices.DocumentStorage)] IPersistentState<DeviceDocument> document, TimeProvider clock)
    : Grain, IDeviceGrain
{
    private static readonly TimeSpan LastSeenPrecision = TimeSpan.FromMinutes(1);

    private DeviceIdentity? _identity;
    private DateTimeOffset? _lastSeenAt;

    private bool IsLive => document.RecordExists && !document.State.IsRevoked;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _lastSeenAt = document.State.LastSeenAt;
        Remember();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // A convenience for people, not a fact that anything depends on: a crash loses it.
        if (IsLive && _lastSeenAt != document.State.LastSeenAt)
        {
            document.State.LastSeenAt = _lastSeenAt;
            await document.WriteStateAsync(cancellationToken);
        }
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
            }
            : null);

    public async Task RenameAsync(string name, CancellationToken cancellationToken)
    {
        if (IsLive)
        {
            document.State.Name = name;
            await document.WriteOrRetireAsync(this);
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
            await document.WriteOrRetireAsync(this);
        }
    }

    private void Remember() => _identity = IsLive
        ? new DeviceIdentity
        {
            UserId = document.State.UserId,
            DeviceId = this.GetPrimaryKey(),
            DriveId = document.State.DriveId,
            IsAdministrator = document.State.IsAdministrator,
        }
        : null;
}
