using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Changes;

/// <summary>GET /changes: a page of the feed, waited for where there is none.</summary>
internal sealed class ChangeReads(ChangeFeed feed, TimeProvider clock)
{
    private const int MaxWaitSeconds = 60;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    public async Task ReadAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var limit = Paging.Limit(context);
        var wait = Wait(context);
        var cursor = ChangeFeed.Parse(caller, context.Request.Query["cursor"] is [{ Length: > 0 } text] ? text : null);
        var began = clock.GetTimestamp();
        var page = await feed.ReadAsync(caller, cursor, limit, context.RequestAborted);
        while (page.Changes.Count == 0 && !page.More && clock.GetElapsedTime(began) < wait)
        {
            await Task.Delay(LookAgain, clock, context.RequestAborted);
            page = await feed.ReadAsync(caller, cursor, limit, context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, 200, page, ContractsJsonContext.Default.ChangesBody);
    }

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
