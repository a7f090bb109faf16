using System.Collections.Immutable;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;
using Orleans.Streams;

namespace FileStorage.Grains.Devices;

/// <summary>
/// The bell of a device: rung by the streams of its drives while anyone listens. Whoever listens is told that it rang, not how often,
/// so that a slow listener costs nothing.
/// </summary>
internal sealed class DeviceListening(IGrainBase grain, Listeners listeners, TimeProvider clock)
{
    // From the beginning of the last wait, which is shorter.
    private static readonly TimeSpan Linger = IDeviceGrain.MaxPatience + TimeSpan.FromMinutes(1);

    // Mostly one, and as many devices as there are: no dictionary.
    private readonly List<DriveSubscription> _subscriptions = new(1);

    /// <summary>Those who wait, of whom some may have been let go.</summary>
    private Listener? _first;

    private Task _unsubscribing = Task.CompletedTask;
    private ImmutableArray<Guid> _sharedDrives;
    private long _listenedAt;

    /// <summary>Whether it is subscribed to its own drive and to <see cref="_sharedDrives"/>, and to nothing else.</summary>
    private bool _isSettled;

    /// <summary>Its count begins somewhere else with every activation, so that one of an earlier activation is never taken for this one's.</summary>
    private DeviceBell _bell = new() { Rings = clock.GetUtcNow().Ticks, IsRevoked = false };

    public Task<DeviceBell> ListenAsync(
        Guid ownDrive, ImmutableArray<Guid> sharedDrives, long? heard, TimeSpan patience, CancellationToken cancellationToken)
    {
        _listenedAt = clock.GetTimestamp();
        return _isSettled && sharedDrives.AsSpan().SequenceEqual(_sharedDrives.AsSpan())
            ? WaitAsync(heard, patience, cancellationToken)
            : SettleAndWaitAsync(ownDrive, sharedDrives, heard, patience, cancellationToken);
    }

    /// <summary>Tells everyone who listens that the device is revoked.</summary>
    public void End()
    {
        _bell = _bell with { IsRevoked = true };
        Wake();
    }

    public Task UnsubscribeAsync() => _unsubscribing = UnsubscribeAsync(_subscriptions.ConvertAll(static subscription => subscription.DriveId));

    /// <summary>Gives the subscriptions up where nobody has listened for a while. The grain asks every minute.</summary>
    public Task UnsubscribeIfAloneAsync() =>
        _subscriptions.Count > 0 && clock.GetElapsedTime(_listenedAt) >= Linger ? UnsubscribeAsync() : Task.CompletedTask;

    private async Task UnsubscribeAsync(IReadOnlyList<Guid> driveIds)
    {
        foreach (var driveId in driveIds)
        {
            _isSettled = false;
            if (Find(driveId) is { } subscription)
            {
                _subscriptions.Remove(subscription);
                await (await subscription.Handle).UnsubscribeAsync();
            }
        }
    }

    private Task<DeviceBell> WaitAsync(long? heard, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (heard != _bell.Rings || _bell.IsRevoked || patience <= TimeSpan.Zero)
        {
            return Task.FromResult(_bell);
        }

        var listener = new Listener(listeners, _bell) { Next = StillWaiting() };
        _first = listener;
        listener.Wait(patience, cancellationToken);
        return listener.Task;
    }

    private Listener? StillWaiting()
    {
        Listener? still = null;
        for (var listener = _first; listener is not null;)
        {
            var next = listener.Next;
            if (!listener.Task.IsCompleted)
            {
                listener.Next = still;
                still = listener;
            }

            listener = next;
        }

        return still;
    }

    private async Task<DeviceBell> SettleAndWaitAsync(
        Guid ownDrive, ImmutableArray<Guid> sharedDrives, long? heard, TimeSpan patience, CancellationToken cancellationToken)
    {
        await SubscribeAsync(ownDrive, sharedDrives);
        return await WaitAsync(heard, patience, cancellationToken);
    }

    private DriveSubscription? Find(Guid driveId) => _subscriptions.Find(subscription => subscription.DriveId == driveId);

    private async Task SubscribeAsync(Guid ownDrive, ImmutableArray<Guid> sharedDrives)
    {
        ImmutableArray<Guid> driveIds = [ownDrive, .. sharedDrives];

        // Or it would take over the very subscription that is being given up.
        await _unsubscribing;
        var more = driveIds.Where(id => Find(id) is null).ToList();
        foreach (var driveId in more)
        {
            _subscriptions.Add(new DriveSubscription(driveId, SubscribeAsync(driveId)));
        }

        foreach (var driveId in driveIds)
        {
            await UntilSubscribedAsync(driveId);
        }

        await UnsubscribeAsync([.. _subscriptions.Select(static subscription => subscription.DriveId).Except(driveIds)]);
        if (more.Count > 0)
        {
            // What rang in a drive before it was listened to is looked for once more.
            Wake();
        }

        // Calls interleave: another one may have wanted others meanwhile.
        _sharedDrives = sharedDrives;
        _isSettled = _subscriptions.Count == driveIds.Length && driveIds.All(id => Find(id) is not null);
    }

    private async Task UntilSubscribedAsync(Guid driveId)
    {
        if (Find(driveId) is { } subscription)
        {
            try
            {
                await subscription.Handle;
            }
            catch
            {
                // The next one to listen tries again.
                _subscriptions.Remove(subscription);
                throw;
            }
        }
    }

    private async Task<StreamSubscriptionHandle<DriveRing>> SubscribeAsync(Guid driveId)
    {
        var stream = grain.GetStreamProvider(DriveBells.Provider).GetStream<DriveRing>(DriveBells.StreamOf(driveId));

        // An activation that was killed has left its subscription behind.
        var left = await stream.GetAllSubscriptionHandles();
        foreach (var handle in left.Skip(1))
        {
            await handle.UnsubscribeAsync();
        }

        return left is [var first, ..] ? await first.ResumeAsync(OnRingAsync) : await stream.SubscribeAsync(OnRingAsync);
    }

    private Task OnRingAsync(DriveRing ring, StreamSequenceToken? token)
    {
        if (ring.CommittedAt is { } at)
        {
            DriveMetrics.JournalLag.Record(Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds));
        }

        Wake();
        return Task.CompletedTask;
    }

    private void Wake()
    {
        _bell = _bell with { Rings = _bell.Rings + 1 };
        var waiting = _first;
        _first = null;
        while (waiting is not null)
        {
            var next = waiting.Next;
            waiting.Ring(_bell);
            waiting = next;
        }
    }

    private sealed record DriveSubscription(Guid DriveId, Task<StreamSubscriptionHandle<DriveRing>> Handle);
}
