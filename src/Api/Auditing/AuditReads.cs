using System.Globalization;
using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Auditing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Auditing;

/// <summary>
/// Who did what, for those who may know: an account its own acts and those on what is its own, whoever may share an item all acts on it, the
/// administrator everything.
/// </summary>
internal sealed class AuditReads(IGrainFactory grains, Audit audit)
{
    private IAuditGrain Grain => grains.GetGrain<IAuditGrain>(0);

    public async Task ListAsync(HttpContext context) =>
        await AnswerAsync(context, await AllowAsync(context, AuditParameters.Read(context)));

    /// <summary>Of the item in the address.</summary>
    public async Task ListOfItemAsync(HttpContext context)
    {
        var question = AuditParameters.Read(context);
        if (question.ItemId is not null)
        {
            throw Problem.BadRequest("The address names the item already.");
        }

        var itemId = context.Request.RouteValues.ContainsKey("id")
            ? ItemAddress.RouteId(context)
            : (await ItemAddress.FindAsync(context)).Entry.Id;
        await AnswerAsync(context, await AllowAsync(context, question with { ItemId = itemId }));
    }

    /// <summary>Everything that was asked for, oldest first, a line each.</summary>
    public async Task ExportAsync(HttpContext context)
    {
        var question = await AllowAsync(context, AuditParameters.Read(context)) with { IsOldestFirst = true, Limit = IAuditGrain.MaxPage };
        await audit.RecordAsync(context, new AuditAct(AuditKind.AuditExported));
        context.Response.ContentType = BatchPut.AnswerMediaType;
        var bodies = new AuditBodies(grains, Caller.Of(context));
        while (true)
        {
            var page = await Grain.ReadAsync(question, context.RequestAborted);
            foreach (var record in page.Records)
            {
                JsonLine.Write(context, await bodies.ShowAsync(record, context.RequestAborted), ContractsJsonContext.Default.AuditBody);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (!page.HasMore)
            {
                return;
            }

            question = question with { After = page.Records[^1].Id };
        }
    }

    private static async Task<AuditQuestion> AllowAsync(HttpContext context, AuditQuestion question)
    {
        var caller = Caller.Of(context);
        if (caller.IsAdministrator)
        {
            return question;
        }

        if (question.AccountId is { } account && account != caller.UserId)
        {
            throw Problem.Forbidden("Only the administrator may see what other accounts do.");
        }

        // Of an item that is gone for good, or that they may not share, they see what they did, and what was done to what is theirs.
        return question.ItemId is { } itemId
            && await caller.Tree.FindAsync(itemId, context.RequestAborted) is { } item
            ? question with { ItemId = item.EntryId, AccountId = item.Rights.HasFlag(Rights.Share) ? question.AccountId : caller.UserId }
            : question with { AccountId = caller.UserId };
    }

    private async Task AnswerAsync(HttpContext context, AuditQuestion question)
    {
        var page = await Grain.ReadAsync(question, context.RequestAborted);
        var bodies = new AuditBodies(grains, Caller.Of(context));
        var records = new List<AuditBody>(page.Records.Length);
        foreach (var record in page.Records)
        {
            records.Add(await bodies.ShowAsync(record, context.RequestAborted));
        }

        var body = new AuditPageBody
        {
            Records = records,
            Next = page.HasMore ? page.Records[^1].Id.ToString("D", CultureInfo.InvariantCulture) : null,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.AuditPageBody);
    }
}
