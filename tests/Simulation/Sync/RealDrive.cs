using FileStorage.Api.Callers;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Sync.Remote;
using FileStorage.Tests.Simulation.Service;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>
/// A drive of the real service: the gateway's commit path, which dies at times, over the grains on silos that die, with stores that fail.
/// </summary>
internal sealed class RealDrive(ServiceWorld service, SyncWorld world) : IWorldDrive
{
    private const int MaxRows = 10_000;
    private const long QuotaBytes = 1 << 20;

    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(20);

    private readonly Guid _driveId = service.Cluster.Random.NextGuid();
    private readonly Dictionary<string, Caller> _callers = [];
    private readonly List<SavedVersion> _saved = [];
    private RealGateway? _gateway;
    private ServiceClient? _browser;

    private ServiceClient Browser => _browser ??= new ServiceClient(service, _driveId, _saved);

    public async Task OpenAsync()
    {
        await service.Cluster.Client.GetGrain<IDriveGrain>(_driveId).OpenAsync(service.Cluster.Random.NextGuid(), QuotaBytes);
        foreach (var device in world.Devices)
        {
            var identity = new DeviceIdentity
            {
                UserId = Guid.Empty,
                DeviceId = service.Cluster.Random.NextGuid(),
                DriveId = _driveId,
                IsAdministrator = false,
            };
            await GrainOf(identity.DeviceId).CreateAsync(
                new DeviceCreation { UserId = Guid.Empty, DriveId = _driveId, IsAdministrator = false, Name = device.Name, TokenHash = [1] });
            _callers.Add(device.Name, new Caller(identity, [1], service.Cluster.Client));
        }
    }

    public IRemoteDrive ConnectTo(VirtualDevice device) => new RealConnection(this, world, device, _callers[device.Name]);

    public Task ActInBrowserAsync(SyncUsers users)
    {
        world.Tell("browser: something");
        return Browser.ActAsync();
    }

    /// <summary>Remembers what no fault may take away.</summary>
    public void Acknowledged(SavedVersion version) => _saved.Add(version);

    /// <summary>Has a request done by the gateway that lives at the moment.</summary>
    /// <inheritdoc cref="RealGateway.DoAsync"/>
    public Task<T> CallAsync<T>(Func<RealGateway, Task<T>> request)
    {
        if (_gateway is { IsAlive: true } alive && world.Strikes(world.Faults.KilledGateway))
        {
            world.Tell("the gateway dies");
            alive.Kill();

            // Not on the flow of the device whose call it was, which may crash.
            _ = Task.Factory.StartNew(RestartAsync, CancellationToken.None, TaskCreationOptions.None, world.Scheduler);
        }

        _gateway ??= new RealGateway(service, world.Scheduler);
        return _gateway.IsAlive ? _gateway.DoAsync(request) : throw new RemoteUnavailableException("Nobody answers.", retryAfter: null);
    }

    /// <summary>Waits for the device's bell, as its connection for rings does.</summary>
    public Task<DeviceBell> ListenAsync(Caller caller, long? heard) =>
        CallAsync(_ => GrainOf(caller.DeviceId).ListenAsync(heard, IDeviceGrain.MaxPatience, []));

    public async Task<SortedDictionary<string, string>> PictureAsync()
    {
        var rows = await service.Truth.GetRequiredService<IInventoryStore>().ListEntriesAsync(null, MaxRows, CancellationToken.None);
        var children = rows.Where(row => row.State is EntryState.Live && row.ParentId is not null).ToLookup(row => row.ParentId!.Value);
        var picture = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await AddAsync(_driveId, "");
        return picture;

        async Task AddAsync(Guid folderId, string prefix)
        {
            foreach (var row in children[folderId])
            {
                picture.Add(prefix + row.Name, row.Kind is EntryKind.Folder ? "/" : Convert.ToHexString(await ReadAsync(row.ContentHash!.Value)));
                await AddAsync(row.Id, $"{prefix}{row.Name}/");
            }
        }
    }

    public async Task<IReadOnlySet<string>> KeptAsync()
    {
        // What was acknowledged and is purged since was somebody's act; that it is either of the two is verified below.
        var kept = _saved.Select(version => Convert.ToHexString(version.Content)).ToHashSet();
        foreach (var version in await service.Truth.GetRequiredService<IInventoryStore>().ListVersionsAsync(null, MaxRows, CancellationToken.None))
        {
            if (version.State is VersionState.Kept)
            {
                kept.Add(Convert.ToHexString(await ReadAsync(version.ContentHash!.Value)));
            }
        }

        return kept;
    }

    public async Task VerifyAsync()
    {
        await Browser.TidyAsync();
        await new ServiceInvariants(service, _driveId).VerifyAsync(_saved);
        Assert.Empty(await Browser.CheckAsync());
    }

    private async Task RestartAsync()
    {
        await Task.Delay(world.Random.NextTime(LongestOutage), world.Clock);
        _gateway = null;
    }

    private IDeviceGrain GrainOf(Guid deviceId) => service.Cluster.Client.GetGrain<IDeviceGrain>(deviceId);

    /// <summary>The stored bytes of a content that is one chunk.</summary>
    private async Task<byte[]> ReadAsync(ChunkId id)
    {
        if (id == ChunkId.Of([]))
        {
            return [];
        }

        var row = (await service.Truth.GetRequiredService<IChunkRowStore>().ReadAsync(id, CancellationToken.None))?.Row;
        Assert.True(row is not null, $"Chunk {id} is gone.");
        var content = new byte[row.PlainBytes];
        await service.FaultyChunks.ReadAsync(id, ChunkLocation.FromBytes(row.Location.Span), content, CancellationToken.None);
        return content;
    }
}
