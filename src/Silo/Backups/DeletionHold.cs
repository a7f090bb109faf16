using FileStorage.Api.Administration;
using FileStorage.Grains.Interfaces.Maintenance;

namespace FileStorage.Silo.Backups;

/// <summary>While it is there, no server of the service deletes a stored chunk.</summary>
internal sealed partial class DeletionHold : IAsyncDisposable
{
    private static readonly TimeSpan Every = IDeletionGuardGrain.HoldTime / 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IDeletionGuardGrain _guard;
    private readonly Guid _id;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _renewing;
    private volatile bool _isLost;

    private DeletionHold(IDeletionGuardGrain guard, Guid id, TimeProvider clock, ILogger logger)
    {
        _guard = guard;
        _id = id;
        _clock = clock;
        _logger = logger;
        _renewing = RenewAsync();
    }

    /// <summary>Returns when it holds.</summary>
    public static async Task<DeletionHold> TakeAsync(IGrainFactory grains, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var guard = grains.GetGrain<IDeletionGuardGrain>(0);
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await guard.HoldAsync(id, mayBegin: true, cancellationToken);
        return new DeletionHold(guard, id, clock, logger);
    }

    /// <exception cref="MaintenanceException">It did not last: something may have been deleted since it was taken.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (_isLost || !await AskAsync(cancellationToken))
        {
            throw new MaintenanceException("The collector could not be held off for as long as the copy took; what was copied is thrown away.");
        }
    }

    // The silo of the guard may be about to be replaced; a copy of hours is worth some minutes.
    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await _guard.HoldAsync(_id, mayBegin: false, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && _clock.GetElapsedTime(began) < IDeletionGuardGrain.HoldTime)
            {
                LogNotRenewed(exception);
            }

            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _renewing;
        _ending.Dispose();
        try
        {
            await _guard.LetGoAsync(_id, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It ends by itself soon.
            LogKept(exception);
        }
    }

    private async Task RenewAsync()
    {
        while (!_isLost)
        {
            try
            {
                await Task.Delay(Every, _clock, _ending.Token);
                _isLost = !await _guard.HoldAsync(_id, mayBegin: false, _ending.Token);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whether it lasted, the guard knows; it is asked again.
                LogNotRenewed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The collector was not told to go on waiting for a backup")]
    private partial void LogNotRenewed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The collector was not told that a backup has ended, and goes on waiting for some minutes")]
    private partial void LogKept(Exception exception);
}
