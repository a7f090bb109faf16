using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// What changed.
public sealed partial class FileStorageClient
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private static readonly RetryPolicy Reconnecting = new()
    {
        Patience = TimeSpan.MaxValue,
        FirstDelay = TimeSpan.FromMilliseconds(200),
        LongestDelay = TimeSpan.FromSeconds(30),
    };

    /// <summary>
    /// A page of what changed since a cursor; without one, of everything there is. Where there is nothing new, the server waits for up to
    /// <paramref name="wait"/> (at most 60 seconds, and at most half of <see cref="Connections.ConnectionOptions.IdleTimeout"/>).
    /// </summary>
    /// <exception cref="FileStorageException">With the problem "resync" (410): begin again without a cursor.</exception>
    public Task<ChangesBody> ReadChangesAsync(
        string? cursor, TimeSpan wait = default, int limit = ListPageSize, CancellationToken cancellationToken = default)
    {
        var patience = new[] { wait, LongestWait, _sender.IdleTimeout / 2 }.Min();
        var query = string.Create(CultureInfo.InvariantCulture, $"changes?limit={limit}&wait={(int)Math.Ceiling(patience.TotalSeconds)}");
        return GetAsync(
            cursor is null ? query : $"{query}&cursor={Uri.EscapeDataString(cursor)}", Json.ChangesBody, cancellationToken);
    }

    /// <summary>
    /// Answers true whenever there may be changes: once at every connect, since something may have happened before it, and then once for a
    /// burst; and false once when the connection is lost. Reconnects by itself, at first at once and then more and more slowly; ends only when it is cancelled.
    /// </summary>
    /// <exception cref="FileStorageException">The server refuses: the token is dead, or it does not know this address.</exception>
    public async IAsyncEnumerable<bool> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var failures = 0; ;)
        {
            await using var events = ReadEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(events, cancellationToken))
            {
                failures = 0;
                if (events.Current is "ready" or "changes")
                {
                    yield return true;
                }
            }

            failures++;
            if (failures == 1)
            {
                yield return false;
            }

            await Task.Delay(Reconnecting.NextDelay(failures, TimeSpan.Zero, retryAfter: null, _sender.NextRandom())!.Value, _sender.Clock, cancellationToken);
        }
    }

    // False where the connection is gone, or could not be made: that passes.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<string> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (FileStorageException exception) when (exception.IsUnreachable || Faults.Of(exception.Status ?? default) is not null)
        {
            return false;
        }
        catch (Exception exception) when (
            exception is IOException or HttpRequestException or TimeoutException or InvalidDataException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>The names of the events of one connection.</summary>
    private async IAsyncEnumerable<string> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Event = "event: ";
        using var response = await OpenAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, "changes/live");
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
                return request;
            },
            Repeat.Always,
            cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var lines = new LineReader(stream, _sender);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            var text = Encoding.UTF8.GetString(line.Span).TrimEnd('\r');
            if (text.StartsWith(Event, StringComparison.Ordinal))
            {
                yield return text[Event.Length..];
            }
        }
    }
}
