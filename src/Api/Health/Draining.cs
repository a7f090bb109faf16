using FileStorage.Api.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Health;

/// <summary>
/// Between the signal to stop and the end of the server: it still serves, and says that it is not ready, so that a load balancer sends its requests
/// elsewhere before they would be refused.
/// </summary>
public sealed class Draining(IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostedLifecycleService
{
    private volatile bool _isDraining;

    /// <summary>Whether the process is about to end.</summary>
    public bool IsDraining => _isDraining || lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Comes before any service is stopped.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        return Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
