using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

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
    public async Task Every_connection_of_a_device_is_rung_but_the_one_that_has_gone()
    {
        await SignInAsync();
        var armed = await Device.ListenAsync(null, TimeSpan.Zero, [], Token);
        using var leaving = new CancellationTokenSource();

        var gone = Device.ListenAsync(armed.Rings, Long, [], leaving.Token);
        List<Task<DeviceBell>> listening = [.. Enumerable.Range(0, 4).Select(_ => Device.ListenAsync(armed.Rings, Long, [], Token))];
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await FolderAsync(DriveId, "folder");

        Assert.All(await Task.WhenAll(listening), bell => Assert.NotEqual(armed.Rings, bell.Rings));
    }

    [Fact]
    public async Task A_device_is_rung_for_the_drives_that_were_named_last()
    {
        await SignInAsync();
        var (other, third) = (Guid.NewGuid(), Guid.NewGuid());
        var armed = await Device.ListenAsync(null, TimeSpan.Zero, [other], Token);
        var more = await Device.ListenAsync(armed.Rings, TimeSpan.FromMilliseconds(1), [other, third], Token);
        Assert.NotEqual(armed.Rings, more.Rings);

        var listening = Device.ListenAsync(more.Rings, Long, [other, third], Token);
        await RingAsync(third);
        var rung = await listening;
        Assert.NotEqual(more.Rings, rung.Rings);

        var fewer = await Device.ListenAsync(rung.Rings, TimeSpan.FromMilliseconds(1), [other], Token);
        await RingAsync(third);
        Assert.Equal(fewer, await Device.ListenAsync(fewer.Rings, TimeSpan.FromMilliseconds(300), [other], Token));
        listening = Device.ListenAsync(fewer.Rings, Long, [other], Token);
        await RingAsync(other);
        Assert.NotEqual(fewer.Rings, (await listening).Rings);
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

    private Task RingAsync(Guid driveId) => Silo.Streams.GetStream<DriveRing>(DriveBells.StreamOf(driveId)).OnNextAsync(
        new DriveRing { DriveId = driveId, JournalNumber = 1, CommittedAt = null });

    private Task SignInAsync() => Device.CreateAsync(
        new DeviceCreation { UserId = Guid.NewGuid(), DriveId = DriveId, IsAdministrator = false, Name = "a", TokenHash = [1] }, Token);
}
