using FileStorage.Api.Accounts;
using FileStorage.Api.Callers;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Auditing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Auditing;

/// <summary>
/// Tells who did what. What a drive does is told by the drive in the transaction of the act, for which its command carries the
/// <see cref="OriginOf">origin</see>; everything else is told here, before it is done: so nothing is ever done that is not told.
/// </summary>
internal sealed class Audit(IGrainFactory grains, TimeProvider clock)
{
    private readonly FailureBudget _failures = new(clock);

    private IAuditGrain Grain => grains.GetGrain<IAuditGrain>(0);

    /// <summary>Who asks, from where.</summary>
    public static Origin OriginOf(HttpContext context) =>
        new(context.Features.Get<Caller>()?.UserId, RemoteAddress.FullOf(context));

    /// <summary>Tells of an act; durable on return.</summary>
    public Task RecordAsync(HttpContext context, AuditAct act) => RecordAsync(context, act, NewId());

    /// <summary>Tells of an act, then does it. Where it fails, that is told too, so that a row without such a second one was done.</summary>
    public async Task<T> AroundAsync<T>(HttpContext context, AuditAct act, Func<Task<T>> doAsync)
    {
        var id = NewId();
        await RecordAsync(context, act, id);
        var isDone = false;
        try
        {
            var result = await doAsync();
            isDone = true;
            return result;
        }
        finally
        {
            if (!isDone)
            {
                await RecordAsync(context, (act with { Outcome = AuditOutcome.Failed }).With("act", id.ToString()), NewId());
            }
        }
    }

    /// <inheritdoc cref="AroundAsync{T}"/>
    public Task AroundAsync(HttpContext context, AuditAct act, Func<Task> doAsync) => AroundAsync(context, act, async () =>
    {
        await doAsync();
        return true;
    });

    /// <summary>
    /// Tells of something that was refused to somebody who may try again and again. Bounded by address, by what they try at, and in all, so
    /// that nobody fills the disk; how many were not told is told with the next one that is.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="act">What was tried.</param>
    /// <param name="target">What it was tried at: an account, a link.</param>
    public async Task RecordRefusalAsync(HttpContext context, AuditAct act, string target)
    {
        if (_failures.TryTake(RemoteAddress.Of(context), target, out var untold))
        {
            var refusal = act with { Outcome = AuditOutcome.Refused };
            await RecordAsync(context, untold == 0 ? refusal : refusal.With("untoldBefore", $"{untold}"));
        }
    }

    private Task RecordAsync(HttpContext context, AuditAct act, Guid id)
    {
        var caller = context.Features.Get<Caller>();
        var record = new AuditRecord
        {
            Id = id,
            Kind = act.Kind,
            Outcome = act.Outcome,
            ActorId = act.ActorId ?? caller?.UserId,
            OwnerId = act.OwnerId,
            DeviceId = act.DeviceId ?? caller?.DeviceId,
            Address = RemoteAddress.FullOf(context),
            DriveId = act.DriveId,
            ItemId = act.ItemId,
            Other = act.Other,
            Facts = act.Facts,
        };

        // Not the request's token: whoever hangs up is told of all the same.
        return Grain.RecordAsync([record], CancellationToken.None);
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
