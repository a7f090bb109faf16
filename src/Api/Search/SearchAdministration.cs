using FileStorage.Api.Auditing;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Search;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Search.Extraction;
using FileStorage.Api.Search.Indexing;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Search;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Search;

/// <summary>The administrator's view of the index.</summary>
internal sealed class SearchAdministration(IGrainFactory grains, SearchIndexer indexer, PdfText pdf, Audit audit, TimeProvider clock)
{
    public async Task GetStatisticsAsync(HttpContext context)
    {
        var statistics = await grains.GetGrain<ISearchGrain>(0).GetStatisticsAsync(context.RequestAborted);
        var body = new SearchStatisticsBody
        {
            Drives = statistics.Drives,
            Entries = statistics.Entries,
            Contents = statistics.Contents,
            Behind = new SearchLagBody
            {
                Changes = statistics.ChangesBehind,
                Contents = statistics.UnreadContents,
                Seconds = SearchBodies.SecondsSince(statistics.UnreadSince, clock.GetUtcNow()),
            },
            DrivesBehind = statistics.DrivesBehind,
            NotIndexed = [.. statistics.NotIndexed.Select(one => new NotIndexedBody { Reason = one.Reason, Contents = one.Contents })],
            ReadsPdf = pdf.IsAvailable,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.SearchStatisticsBody);
    }

    public async Task RebuildAsync(HttpContext context)
    {
        var driveId = await DriveOfAsync(context);
        await audit.AroundAsync(
            context,
            new AuditAct(AuditKind.IndexRebuilt) { DriveId = driveId },
            () => grains.GetGrain<ISearchGrain>(0).RebuildAsync(driveId, context.RequestAborted));
        indexer.Sweep();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task<Guid?> DriveOfAsync(HttpContext context)
    {
        if (context.Request.Query["account"] is not [{ Length: > 0 } text])
        {
            return null;
        }

        var account = Guid.TryParse(text, out var id)
            ? await grains.GetGrain<IUserGrain>(id).GetAsync(context.RequestAborted)
            : throw Problem.BadRequest("\"account\" is the id of an account.");
        return account?.DriveId ?? throw Problem.NotFound("There is no such account.");
    }
}
