using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Timers;

/// <summary>One tick on its way to the activation that owns the timer, and to no other.</summary>
internal sealed class TickRequest(IGrainTimerTick timer, bool interleave, bool keepAlive) : ActionRequest
{
    private static readonly MethodDescription Queued = new("Timer.Tick", Interleaving.Never, isOneWay: true);
    private static readonly MethodDescription Interleaved = new("Timer.Tick", Interleaving.Always, isOneWay: true);

    public override MethodDescription Method => interleave ? Interleaved : Queued;

    public override bool CountsAsUse => keepAlive;

    public override bool MayMove => false;

    public override Task Invoke(object grain) => timer.TickAsync();
}
