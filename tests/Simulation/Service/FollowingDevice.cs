using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Inventory;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>
/// A device that follows the changes of a drive through everything that fails: whatever pages it gets, cut and repeated, it ends with
/// the drive's true tree.
/// </summary>
internal sealed class FollowingDevice(ServiceWorld world, Guid driveId, int limit)
{
    private static readonly TimeSpan LongestListening = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, DriveChange> _tree = [];
    private readonly Guid _deviceId = world.Cluster.Random.NextGuid();
    private DriveCursor? _cursor;
    private long? _heard;

    private IDeviceGrain Device => world.Cluster.Client.GetGrain<IDeviceGrain>(_deviceId);

    public Task SignInAsync() => Device.CreateAsync(
        new DeviceCreation { UserId = Guid.Empty, DriveId = driveId, IsAdministrator = false, Name = "follower", TokenHash = [1] });

    /// <summary>Waits until the drive rings, or so long: a ring may be lost, so that no wait may be without an end.</summary>
    public async Task WaitAsync(TimeSpan patience)
    {
        if (patience > LongestListening)
        {
            await Task.Delay(patience, world.Cluster.Clock);
            return;
        }

        var bell = await world.RepeatAsync(() => Device.ListenAsync(_heard, patience, []));
        _heard = bell.Rings;
        if (_cursor is { } cursor)
        {
            await world.RepeatAsync(async () =>
            {
                await Device.AcknowledgeAsync([new AcknowledgedCursor { DriveId = driveId, Epoch = cursor.Epoch, Number = cursor.Number }]);
                return true;
            });
        }
    }

    /// <summary>Reads on until there is no more at this moment. Whether there was any.</summary>
    public async Task<bool> FollowAsync()
    {
        bool more;
        var any = false;
        do
        {
            var outcome = await world.RepeatAsync(
                () => world.Cluster.Client.GetGrain<IDriveGrain>(driveId).ReadChangesAsync(_cursor, limit));
            var page = Assert.IsType<ChangeOutcome.Page>(outcome);
            foreach (var change in page.Changes)
            {
                _tree[change.Entry.Id] = change;
                any = true;
            }

            // A device that is killed here has neither the changes nor the cursor.
            _cursor = page.Cursor;
            more = page.HasMore;
        }
        while (more);
        return any;
    }

    /// <summary>Compares with the rows; called when all is at rest and everything was read.</summary>
    public async Task VerifyAsync()
    {
        var inventory = world.Truth.GetRequiredService<IInventoryStore>();
        var rows = (await inventory.ListEntriesAsync(null, 10_000, CancellationToken.None))
            .Where(row => row.DriveId == driveId).ToDictionary(row => row.Id);
        var truth = rows.Values.Where(row => !IsGone(row.Id, id => rows.GetValueOrDefault(id) is { State: not EntryState.Purging } found ? found.ParentId : Guid.Empty))
            .Select(row => (row.Id, row.ParentId ?? Guid.Empty, row.Name, row.VersionId ?? Guid.Empty, row.State is EntryState.Trashed));
        var told = _tree.Values.Where(change => !IsGone(change.Entry.Id, id => _tree.GetValueOrDefault(id) is { IsPurged: false } found ? found.Entry.ParentId : Guid.Empty))
            .Select(change => (change.Entry.Id, change.Entry.ParentId, change.Entry.Name, change.Entry.VersionId, change.Entry.TrashedAt is not null));

        Assert.Equal(truth.Order(), told.Order());
    }

    // Gone is what does not hang on the root, by whatever is above it.
    private bool IsGone(Guid id, Func<Guid, Guid?> parentOf)
    {
        while (id != driveId)
        {
            if (parentOf(id) is not { } parent || parent == Guid.Empty)
            {
                return true;
            }

            id = parent;
        }

        return false;
    }
}
