using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.History;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.History;

/// <summary>Looking at items as they were.</summary>
internal sealed class PastReads(IGrainFactory grains, ContentAnswer answer)
{
    public async Task GetAsync(HttpContext context)
    {
        var item = await FindAsync(context);
        await JsonAnswer.WriteAsync(
            context, 200, Body(item, EntryPath.Of(item.Path).ToString()), ContractsJsonContext.Default.ItemBody);
    }

    public async Task ListAsync(HttpContext context)
    {
        var outcome = await Drive(context).ListAsync(
            MomentQuery.Address(context), MomentQuery.Moment(context), Paging.After(context), Paging.Limit(context), context.RequestAborted);
        var page = outcome as PastOutcome.Page ?? throw Explain(outcome, "There was no such folder.");
        var body = new ItemPageBody
        {
            Items = [.. page.Items.Select(item => Body(item, path: null))],
            Next = page.HasMore ? page.Items[^1].Name : null,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ItemPageBody);
    }

    public async Task GetContentAsync(HttpContext context)
    {
        var item = await FindAsync(context);
        if (item.Kind != EntryKind.File)
        {
            throw Problem.NotPossible("This was a folder; only a file has content.");
        }

        var version = await grains.GetGrain<IFileGrain>(item.Id).FindAsync(item.VersionNumber, Caller.Of(context).DriveId, context.RequestAborted)
            ?? throw Problem.NotFound("This version of the file is gone for good.");
        await answer.SendAsync(context, new ReadableContent(item.Name, version));
    }

    private async Task<PastItem> FindAsync(HttpContext context)
    {
        var outcome = await Drive(context).FindAsync(
            MomentQuery.Address(context), MomentQuery.Moment(context), context.RequestAborted);
        return outcome is PastOutcome.Found found ? found.Item : throw Explain(outcome, "There was no such item.");
    }

    private IDriveHistoryGrain Drive(HttpContext context) => grains.GetGrain<IDriveHistoryGrain>(Caller.Of(context).DriveId);

    private static ProblemException Explain(PastOutcome outcome, string missing) => outcome switch
    {
        PastOutcome.Missing => Problem.NotFound(missing),
        PastOutcome.Forgotten => Problem.HistoryForgotten(),
        _ => throw new InvalidOperationException($"A drive answered {outcome.GetType().Name}, which nobody expects here."),
    };

    private static ItemBody Body(PastItem item, string? path) => new()
    {
        Id = item.Id,
        ParentId = item.ParentId,
        Name = item.Name,
        Path = path,
        Kind = item.Kind == EntryKind.File ? "file" : "folder",
        Etag = item.Kind == EntryKind.File ? item.VersionId.ToString("N") : "",
        Size = item.SizeBytes,
        Version = item.VersionNumber,
        VersionId = item.Kind == EntryKind.File ? item.VersionId : null,
        Sha256 = item.Sha256,
        ModifiedAt = item.ModifiedAt ?? DateTimeOffset.UnixEpoch,
        Executable = item.Executable,
        Gone = item.IsGone ? true : null,
    };
}
