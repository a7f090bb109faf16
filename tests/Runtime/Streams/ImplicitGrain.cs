using Orleans.Streams;
using Orleans.Streams.Core;

namespace FileStorage.Tests.Runtime.Streams;

[GrainType("runtime.implicit"), ImplicitStreamSubscription("implicit")]
public sealed class ImplicitGrain(Gates gates) : Grain, IImplicitGrain, IStreamSubscriptionObserver, IAsyncObserver<Ring>
{
    public Task PingAsync() => Task.CompletedTask;

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<Ring>().ResumeAsync(this);

    public Task OnNextAsync(Ring item, StreamSequenceToken? token = null)
    {
        gates.Reach($"{this.GetPrimaryKey()}.{item.Gate}");
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
