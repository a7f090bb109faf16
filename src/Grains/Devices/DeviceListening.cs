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
internal sealed class DeviceListening(IGrainBase grain, IListeningLimit limit, TimeProvider clock)
{
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, Task<StreamSubscriptionHandle<DriveRing>>> _subscriptions = [];

    /// <summary>Completed on the grain's own thread; whoever listens goes on in a turn of its own.</summary>
    private TaskCompletionSource _bell = new();

    private Task _unsubscribing = Task.CompletedTask;
    private long _listenedAt;
    private int _listeners;
    private bool _isEnded;

    /// <summary>Begins somewhere else with every activation, so that a count of an earlier one is never taken for this one's.</summary>
    private long _rings = clock.GetUtcNow().Ticks;

    public async Task<DeviceBell> ListenAsync(
        ImmutableArray<Guid> driveIds, long? heard, TimeSpan patience, CancellationToken cancellationToken)
    {
        _listeners++;
        try
        {
            await SubscribeAsync(driveIds);
            if (heard == _rings && !_isEnded && patience > TimeSpan.Zero)
            {
                await WaitAsync(_bell.Task, patience, cancellationToken);
            }

            return new DeviceBell { Rings = _rings, IsRevoked = _isEnded };
        }
        finally
        {
            _listeners--;
            _listenedAt = clock.GetTimestamp();
        }
    }

    /// <summary>Tells everyone who listens that the device is revoked.</summary>
    public void End()
    {
        _isEnded = true;
        Wake();
    }

    public Task UnsubscribeAsync() => _unsubscribing = UnsubscribeAsync([.. _subscriptions.Keys]);

    /// <summary>Gives the subscriptions up where nobody has listened for a while. The grain asks every minute.</summary>
    public Task UnsubscribeIfAloneAsync() =>
        _listeners == 0 && _subscriptions.Count > 0 && clock.GetElapsedTime(_listenedAt) >= Linger ? UnsubscribeAsync() : Task.CompletedTask;

    private async Task UnsubscribeAsync(IReadOnlyList<Guid> driveIds)
    {
        foreach (var driveId in driveIds)
        {
            if (_subscriptions.Remove(driveId, out var subscription))
            {
                await (await subscription).UnsubscribeAsync();
            }
        }
    }

    private async Task WaitAsync(Task bell, TimeSpan patience, CancellationToken cancellationToken)
    {
        var ending = limit.Ending;
        using var either = ending.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(ending, cancellationToken) : null;
        try
        {
            await bell.WaitAsync(patience, clock, either?.Token ?? cancellationToken);
        }
        catch (Exception over) when (over is TimeoutException || (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            // Nothing rang; the count says so.
        }
    }

    private async Task SubscribeAsync(ImmutableArray<Guid> driveIds)
    {
        // Or it would take over the very subscription that is being given up.
        await _unsubscribing;
        var more = driveIds.Where(id => !_subscriptions.ContainsKey(id)).ToList();
        foreach (var driveId in more)
        {
            _subscriptions[driveId] = SubscribeAsync(driveId);
        }

        foreach (var driveId in driveIds)
        {
            await _subscriptions[driveId];
        }

        var less = _subscriptions.Keys.Except(driveIds).ToList();
        await UnsubscribeAsync(less);
        if (more.Count > 0)
        {
            // What rang in a drive before it was listened to is looked for once more.
            Wake();
        }
    }

    private async Task<StreamSubscriptionHandle<DriveRing>> SubscribeAsync(Guid driveId)
    {
        try
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
        catch
        {
            // The next one to listen tries again.
            _subscriptions.Remove(driveId);
            throw;
        }
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
        _rings++;
        var rung = _bell;
        _bell = new TaskCompletionSource();
        rung.SetResult();
    }
}
