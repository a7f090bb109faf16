using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Tests.Grains.Tests;

public sealed class DeviceBellTests : SiloTest
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private IDeviceGrain Device => Silo.Grains.GetGrain<IDeviceGrain>(DeviceId);

    [Fact]
    public async Task A_commit_rings_the_bell_of_a_device_that_listens()
    {
        await SignInAsync();
        var armed = await Device.ListenAsync(null, TimeSpan.Zero, [], Token);

        var listening = Device.ListenAsync(armed.Rings, Long, [], Token);
        await FolderAsync(DriveId, "folder");

        Assert.NotEqual(armed.Rings, (await listening).Rings);
    }

    [Fact]
    public async Task A_bell_that_does_not_ring_answers_the_same_count()
    {
        await SignInAsync();
        var armed = await Device.ListenAsync(null, TimeSpan.Zero, [], Token);

        Assert.Equal(armed, await Device.ListenAsync(armed.Rings, TimeSpan.FromMilliseconds(10), [], Token));
    }

    [Fact]
    public async Task Whoever_listens_to_a_revoked_device_is_told_at_once()
    {
        await SignInAsync();
        var armed = await Device.ListenAsync(null, TimeSpan.Zero, [], Token);

        var listening = Device.ListenAsync(armed.Rings, Long, [], Token);
        await Device.RevokeAsync(Token);

        Assert.True((await listening).IsRevoked);
        Assert.True((await Device.ListenAsync(armed.Rings, Long, [], Token)).IsRevoked);
    }

    [Fact]
    public async Task A_device_remembers_what_it_acknowledged_last()
    {
        await SignInAsync();
        var cursor = new AcknowledgedCursor { DriveId = DriveId, Epoch = 1, Number = 2 };

        await Device.AcknowledgeAsync([cursor], Token);
        await Device.AcknowledgeAsync([cursor with { Number = 3 }], Token);

        Assert.Equal([cursor with { Number = 3 }], (await Device.DescribeAsync(Token))!.Cursors);
    }

    private Task SignInAsync() => Device.CreateAsync(
        new DeviceCreation { UserId = Guid.NewGuid(), DriveId = DriveId, IsAdministrator = false, Name = "a", TokenHash = [1] }, Token);
}
