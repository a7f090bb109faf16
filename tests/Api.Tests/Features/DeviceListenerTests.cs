using System.Collections.Immutable;
using System.Reflection;
using FileStorage.Api.Callers;
using FileStorage.Api.Changes;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class DeviceListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_was_never_answered_is_asked_again_and_nothing_that_rang_meanwhile_is_missed()
    {
        var listener = Listener(new DeviceBell { Rings = 5, IsRevoked = false }, null, new DeviceBell { Rings = 6, IsRevoked = false });
        Assert.True(await listener.WaitAsync(TimeSpan.Zero, Token));

        Assert.True(await listener.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Where_no_answer_comes_before_the_patience_is_over_nothing_is_known_to_have_rung()
    {
        var listener = Listener(new DeviceBell { Rings = 5, IsRevoked = false }, null);
        Assert.True(await listener.WaitAsync(TimeSpan.Zero, Token));

        Assert.False(await listener.WaitAsync(TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Who_cannot_begin_to_listen_is_told_so() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Listener([null]).WaitAsync(TimeSpan.Zero, Token));

    /// <summary>Of a device that gives these answers; null: none within the time of a call.</summary>
    private static DeviceListener Listener(params DeviceBell?[] answers)
    {
        var left = new Queue<DeviceBell?>(answers);
        var device = Fake<IDeviceGrain>(_ => left.Dequeue() is { } bell ? Task.FromResult(bell) : Task.FromException<DeviceBell>(new TimeoutException()));
        var drive = Fake<IDriveGrain>(_ => Task.FromResult(ImmutableArray<FileStorage.Grains.Interfaces.Sharing.Mount>.Empty));
        var grains = Fake<IGrainFactory>(method => method.ReturnType == typeof(IDeviceGrain) ? device : drive);
        var identity = new DeviceIdentity { UserId = Guid.NewGuid(), DeviceId = Guid.NewGuid(), DriveId = Guid.NewGuid(), IsAdministrator = false };
        return new DeviceListener(grains, new Caller(identity, [], grains), TimeProvider.System);
    }

    private static T Fake<T>(Func<MethodInfo, object> answer)
        where T : class
    {
        var fake = DispatchProxy.Create<T, Answering>();
        ((Answering)(object)fake).Answer = answer;
        return fake;
    }

    public class Answering : DispatchProxy
    {
        internal Func<MethodInfo, object> Answer { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!);
    }
}
