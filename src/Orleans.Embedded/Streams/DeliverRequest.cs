using Orleans.Embedded.Activations;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Streams;

/// <summary>An event on its way to a grain. Its outcome goes to the subscription instead of a caller.</summary>
internal sealed class DeliverRequest(Subscription subscription, Silo silo, StreamEvent streamEvent, long number) : ActionRequest
{
    private static readonly MethodDescription Description = new("Stream.Deliver", Interleaving.Never);

    public override MethodDescription Method => Description;

    public override Task Invoke(object grain) => Activation.Current!.Streams.DeliverAsync(subscription, grain, streamEvent, number);

    protected override void SetFrom(Task task) => subscription.Delivered(silo, task.Exception?.InnerException);

    protected override void SetException(Exception exception) => subscription.Delivered(silo, exception);

    protected override void SetCanceled(CancellationToken token) => subscription.Delivered(silo, new OperationCanceledException(token));
}
