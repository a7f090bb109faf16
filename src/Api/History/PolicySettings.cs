using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.History;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.History;

/// <summary>How long the caller's own drive keeps what was.</summary>
internal sealed class PolicySettings(IGrainFactory grains)
{
    public Task GetAsync(HttpContext context) => AnswerAsync(context);

    public async Task SetAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.HistoryPolicyRequest);
        var now = await Drive(context).GetPolicyAsync(context.RequestAborted);
        var wanted = new HistoryPolicy
        {
            KeepAllDays = request.KeepAllDays ?? now.KeepAllDays,
            DailyDays = request.DailyDays ?? now.DailyDays,
            MinVersions = request.MinVersions ?? now.MinVersions,
            TrashDays = request.TrashDays ?? now.TrashDays,
        };
        if (!wanted.IsValid)
        {
            throw Problem.BadRequest(
                $"Days are 0 to {HistoryPolicy.MaxDays}, and at least 1 and at most {HistoryPolicy.MaxMinVersions} versions are always kept.");
        }

        await Drive(context).SetPolicyAsync(wanted, context.RequestAborted);
        await AnswerAsync(context);
    }

    public async Task ClearAsync(HttpContext context)
    {
        await Drive(context).SetPolicyAsync(null, context.RequestAborted);
        await AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var policy = await Drive(context).GetPolicyAsync(context.RequestAborted);
        var body = new HistoryPolicyBody
        {
            KeepAllDays = policy.KeepAllDays,
            DailyDays = policy.DailyDays,
            MinVersions = policy.MinVersions,
            TrashDays = policy.TrashDays,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.HistoryPolicyBody);
    }

    private IDriveHistoryGrain Drive(HttpContext context) => grains.GetGrain<IDriveHistoryGrain>(Caller.Of(context).DriveId);
}
