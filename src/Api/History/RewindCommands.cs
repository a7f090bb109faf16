using System.Diagnostics;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.History;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.History;

/// <summary>Going back, and seeing before what that would do.</summary>
internal sealed class RewindCommands(IGrainFactory grains)
{
    /// <summary>How long an answer waits for a rewind to be done; after that the client asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task PreviewAsync(HttpContext context)
    {
        var request = Request(context, Guid.CreateVersion7(), MomentQuery.Address(context), MomentQuery.Moment(context));
        var outcome = await Drive(context).PreviewAsync(request, Paging.Limit(context), context.RequestAborted);
        await AnswerAsync(context, 200, RewindBodies.Of(Require(outcome), isPreview: true));
    }

    public async Task RewindAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.RewindRequestBody);
        var address = (body.Path, body.ItemId) switch
        {
            ({ } path, null) => new PastAddress { Path = ItemAddress.Path(path).Names },
            (null, { } id) when id != Guid.Empty => new PastAddress { ItemId = id },
            _ => throw Problem.BadRequest("Name the item by one of \"path\" and \"itemId\"."),
        };
        var request = Request(context, OperationKey.Of(context), address, MomentQuery.Of(body.At, body.Number));
        var began = Stopwatch.GetTimestamp();
        RewindReport report;
        do
        {
            // What has begun goes on whether or not the client waits for it.
            report = Require(await Drive(context).RewindAsync(request, CancellationToken.None));
        }
        while (!report.IsDone && Stopwatch.GetElapsedTime(began) < Patience && !context.RequestAborted.IsCancellationRequested);

        await AnswerAsync(context, report.IsDone ? 200 : 202, RewindBodies.Of(report, isPreview: false));
    }

    private IDriveHistoryGrain Drive(HttpContext context) => grains.GetGrain<IDriveHistoryGrain>(Caller.Of(context).DriveId);

    private static RewindRequest Request(HttpContext context, Guid operationId, PastAddress address, Moment moment) => new()
    {
        OperationId = operationId,
        DeviceId = Caller.Of(context).DeviceId,
        UserId = Caller.Of(context).UserId,
        Address = address,
        Moment = moment,
        ReachesOutside = true,
        Origin = Audit.OriginOf(context),
    };

    private static RewindReport Require(RewindOutcome outcome) => outcome switch
    {
        RewindOutcome.Known known => known.Report,
        RewindOutcome.Refused refused => throw DriveAnswer.Explain(refused.Reason),
        RewindOutcome.Forgotten => throw Problem.HistoryForgotten(),
        _ => throw new InvalidOperationException($"A drive answered {outcome.GetType().Name}, which nobody expects here."),
    };

    private static Task AnswerAsync(HttpContext context, int status, RewindBody body) =>
        JsonAnswer.WriteAsync(context, status, body, ContractsJsonContext.Default.RewindBody);
}
