using Orleans.Streams;

namespace FileStorage.Tests.Runtime.Streams;

/// <summary>Subscribes explicitly, and resumes its subscriptions whenever it is activated.</summary>
[GrainType("runtime.listening")]
public sealed class ListeningGrain(Gates gates) : Grain, IListeningGrain
{
    /// <summary>The stream that a grain resumes is derived from its own key, so that a fresh activation knows it.</summary>
    private IAsyncStream<Ring> OwnStream => Stream(this.GetPrimaryKey());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var handle in await OwnStream.GetAllSubscriptionHandles())
        {
            await handle.ResumeAsync(OnRingAsync);
        }
    }

    public async Task SubscribeAsync(Guid stream) => await Stream(stream).SubscribeAsync(OnRingAsync);

    public async Task UnsubscribeAsync(Guid stream)
    {
        foreach (var handle in await Stream(stream).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public Task PublishAsync(Guid stream, Ring ring) => Stream(stream).OnNextAsync(ring);

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<Ring> Stream(Guid stream) => this.GetStreamProvider("bells").GetStream<Ring>(StreamId.Create("explicit", stream));

    private Task OnRingAsync(Ring ring, StreamSequenceToken? token)
    {
        gates.Reach($"{this.GetPrimaryKey()}.{ring.Gate}");
        return Task.CompletedTask;
    }
}
