using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Changes;

/// <summary>GET /changes: a page of the feed, waited for where there is none.</summary>
internal sealed class ChangeReads(ChangeFeed feed, LiveConnections connections, IGrainFactory grains, TimeProvider clock)
{
    private const int MaxWaitSeconds = 60;

    public async Task ReadAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var limit = Paging.Limit(context);
        var wait = Wait(context);
        var cursor = ChangeFeed.Parse(caller, context.Request.Query["cursor"] is [{ Length: > 0 } text] ? text : null);
        if (cursor is not null)
        {
            // Whoever sends a cursor has what came before it.
            await grains.GetGrain<IDeviceGrain>(caller.DeviceId)
                .AcknowledgeAsync(cursor.AcknowledgedIn(caller.DriveId), context.RequestAborted);
        }

        var page = await feed.ReadAsync(caller, cursor, limit, context.RequestAborted);
        if (IsEmpty(page) && wait > TimeSpan.Zero)
        {
            page = await WaitAsync(context, page, cursor, limit, wait);
        }

        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, 200, page, ContractsJsonContext.Default.ChangesBody);
    }

    private async Task<ChangesBody> WaitAsync(HttpContext context, ChangesBody page, FeedCursor? cursor, int limit, TimeSpan wait)
    {
        var caller = Caller.Of(context);
        using var connection = connections.Enter(caller);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, connection.Ended);
        var listener = new DeviceListener(grains, caller, clock);
        var began = clock.GetTimestamp();
        try
        {
            // The first wait is over at once: what was committed before the device began to listen is read after it.
            while (IsEmpty(page) && await listener.WaitAsync(wait - clock.GetElapsedTime(began), either.Token))
            {
                page = await feed.ReadAsync(caller, cursor, limit, either.Token);
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The server stops, or the device waits elsewhere: nothing new is a true answer.
        }

        return page;
    }

    private static bool IsEmpty(ChangesBody page) => page.Changes.Count == 0 && !page.More;

    private static TimeSpan Wait(HttpContext context)
    {
        var text = context.Request.Query["wait"].ToString();
        if (text.Length == 0)
        {
            return TimeSpan.Zero;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxWaitSeconds))
            : throw Problem.BadRequest($"\"wait\" is a number of seconds, at most {MaxWaitSeconds}.");
    }
}
