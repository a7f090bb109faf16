using FileStorage.Core.Faults;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace FileStorage.Api.Search.Indexing;

/// <summary>
/// Keeps the search index up: names as soon as a drive rings, then contents, one at a time. Everything it has to know is in the index and
/// in the journals, so that it may end anywhere. Rings that are lost are found by a look at all drives now and then.
/// </summary>
internal sealed partial class SearchIndexer(
    IClusterClient cluster,
    ContentIndexing contents,
    IHostApplicationLifetime lifetime,
    IOptions<SearchOptions> options,
    TimeProvider clock,
    ILogger<SearchIndexer> logger) : BackgroundService
{
    /// <summary>What commits in this time is indexed in one go.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseWhenFull = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _sweepPeriod = TimeSpan.FromSeconds(options.Value.SweepSeconds);
    private readonly IndexerBell _bell = new(clock);
    private readonly IndexingPace _pace = new(clock);
    private long? _sweptAt;
    private volatile bool _isSweepDue;

    /// <summary>Has all drives looked at soon.</summary>
    public void Sweep()
    {
        _isSweepDue = true;
        _bell.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Indexing)
        {
            return;
        }

        using var meter = new IndexLagMeter(_bell);

        // The silo stops before this service is told to, and nothing works without it.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await FollowAsync(stopping.Token);
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        StreamSubscriptionHandle<DriveRing>? subscription = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                subscription ??= await SubscribeAsync();
                await RunAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // Whatever was interrupted is done when the service runs again.
                return;
            }
            catch (Exception exception)
            {
                // The loop goes on: what was taken from the bell is found again by the next look at all drives.
                _sweptAt = null;
                if (exception is IStorageFull)
                {
                    LogFull();
                    await PauseAsync(PauseWhenFull, stoppingToken);
                }
                else
                {
                    LogFailed(exception);
                    await PauseAsync(PauseAfterFailure, stoppingToken);
                }
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_isSweepDue || _sweptAt is null || clock.GetElapsedTime(_sweptAt.Value) >= _sweepPeriod)
        {
            await SweepAsync(cancellationToken);
        }

        foreach (var driveId in _bell.Take())
        {
            await AdvanceAsync(driveId, cancellationToken);
        }

        if (await contents.ReadSomeAsync(_pace, cancellationToken))
        {
            return;
        }

        await _bell.WaitAsync(_sweepPeriod - clock.GetElapsedTime(_sweptAt!.Value), cancellationToken);
        await Task.Delay(Gathering, clock, cancellationToken);
    }

    private async Task AdvanceAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var step = await cluster.GetGrain<IDriveIndexGrain>(driveId).AdvanceAsync(cancellationToken);
        _bell.Done(driveId, step.HasMore);
        await _pace.RestAsync(began, cancellationToken);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        _isSweepDue = false;
        var search = cluster.GetGrain<ISearchGrain>(0);
        Guid? next = null;
        do
        {
            var page = await search.ListBehindAsync(next, cancellationToken);
            foreach (var driveId in page.DriveIds)
            {
                _bell.Ring(driveId);
            }

            next = page.Next;
        }
        while (next is not null);
        _sweptAt = clock.GetTimestamp();
    }

    private Task<StreamSubscriptionHandle<DriveRing>> SubscribeAsync() =>
        cluster.GetStreamProvider(DriveBells.Provider).GetStream<DriveRing>(DriveBells.AllDrives).SubscribeAsync((ring, _) =>
        {
            _bell.Ring(ring.DriveId);
            return Task.CompletedTask;
        });

    // Before that there may be no silo to speak to.
    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It stops before it has started; the loop sees it.
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It stops; the loop sees it.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Indexing failed; it goes on in a moment")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Indexing waits: the disk is full")]
    private partial void LogFull();
}
