using System.Diagnostics;
using FileStorage.Client.Content;

namespace FileStorage.Client.Connections;

/// <summary>Sends a request until it is answered, as often as its <see cref="Repeat"/> and the policy allow.</summary>
internal sealed class Sender(HttpClient http, ConnectionOptions options, TimeProvider clock, Func<double> random)
{
    // A body of any size is given the time that a slow line (64 KiB a second) needs for it.
    private const double SlowestBytesPerSecond = 64 * 1024;

    // Under a limit many requests share it, and each may be given a small part only.
    private const double SmallestShare = 1.0 / 32;

    public TimeProvider Clock => clock;

    public TimeSpan IdleTimeout => options.IdleTimeout;

    public RetryPolicy Policy => options.Retries;

    public BandwidthLimit? DownloadLimit => options.DownloadLimit;

    public double NextRandom() => random();

    /// <summary>
    /// The answer, whatever its status. The last failed answer is returned as it is; the last exception is thrown as a
    /// <see cref="FileStorageException"/>.
    /// </summary>
    /// <param name="make">Makes the request anew for each attempt.</param>
    /// <param name="repeat">What a repetition may do.</param>
    /// <param name="completion">Whether a body that is cut off is a failed attempt, or is read by the caller as it comes.</param>
    /// <param name="cancellationToken">Ends the attempts and the waits between them.</param>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, Repeat repeat, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        long? firstFailure = null;
        for (var failures = 1; ; failures++)
        {
            TimeSpan? delay;
            try
            {
                var request = make();

                // A server that refuses before it has read the body may close the connection over it, and its answer is lost. The
                // second time the body is only sent when the server wants it.
                request.Headers.ExpectContinue = failures > 1 && request.Content is not null ? true : null;
                var response = await SendOnceAsync(request, completion, cancellationToken);
                if (Faults.Of(response.StatusCode) is not { } fault || !repeat.MayRepeat(fault))
                {
                    return response;
                }

                delay = NextDelay(failures, ref firstFailure, Faults.RetryAfter(response.Headers, clock));
                if (delay is null)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
            {
                delay = repeat.MayRepeat(Faults.Of(exception)) ? NextDelay(failures, ref firstFailure, retryAfter: null) : null;
                if (delay is null)
                {
                    throw FileStorageException.Unreachable(http.BaseAddress!, exception);
                }
            }

            await Task.Delay(delay.Value, clock, cancellationToken);
        }
    }

    /// <summary>The client's defaults hold only for requests that it makes itself.</summary>
    public void ApplyVersion(HttpRequestMessage request)
    {
        request.Version = http.DefaultRequestVersion;
        request.VersionPolicy = http.DefaultVersionPolicy;
    }

    private TimeSpan? NextDelay(int failures, ref long? firstFailure, TimeSpan? retryAfter)
    {
        firstFailure ??= clock.GetTimestamp();
        return options.Retries.NextDelay(failures, clock.GetElapsedTime(firstFailure.Value), retryAfter, random());
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var slowest = SlowestBytesPerSecond;
        if (options.UploadLimit is { } limit && request.Content is { } body)
        {
            slowest = Math.Min(slowest, limit.BytesPerSecond * SmallestShare);
            request.Content = new LimitedContent(body, limit);
        }

        var bodySeconds = (request.Content?.Headers.ContentLength ?? 0) / slowest;
        using var timeout = new CancellationTokenSource(options.IdleTimeout + TimeSpan.FromSeconds(bodySeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        ApplyVersion(request);
        try
        {
            return await http.SendAsync(request, completion, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            Debug.Assert(timeout.IsCancellationRequested || exception.InnerException is not null, "Nobody else cancels.");
            throw new TimeoutException("The server did not answer in time.", exception);
        }
    }
}
