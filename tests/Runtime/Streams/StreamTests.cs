using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace FileStorage.Tests.Runtime.Streams;

public sealed class StreamTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly Guid _key = Guid.NewGuid();

    private IListeningGrain Grain => host.Client.GetGrain<IListeningGrain>(_key);

    private IListeningGrain Producer => host.Client.GetGrain<IListeningGrain>(Guid.NewGuid());

    [Fact]
    public async Task An_event_reaches_every_subscriber()
    {
        var other = Guid.NewGuid();
        await Grain.SubscribeAsync(_key);
        await host.Client.GetGrain<IListeningGrain>(other).SubscribeAsync(_key);

        await Producer.PublishAsync(_key, new Ring { Gate = "first" });

        await _gates.ReachedAsync($"{_key}.first");
        await _gates.ReachedAsync($"{other}.first");
    }

    [Fact]
    public async Task A_subscription_outlives_the_activation_that_made_it()
    {
        await Grain.SubscribeAsync(_key);
        await Grain.EndAsync();

        await Producer.PublishAsync(_key, new Ring { Gate = "later" });

        await _gates.ReachedAsync($"{_key}.later");
    }

    [Fact]
    public async Task Nothing_arrives_after_unsubscribing()
    {
        var witness = Guid.NewGuid();
        await Grain.SubscribeAsync(_key);
        await host.Client.GetGrain<IListeningGrain>(witness).SubscribeAsync(_key);
        await Grain.UnsubscribeAsync(_key);

        await Producer.PublishAsync(_key, new Ring { Gate = "unheard" });
        await _gates.ReachedAsync($"{witness}.unheard");
        await Producer.PublishAsync(_key, new Ring { Gate = "unheard too" });
        await _gates.ReachedAsync($"{witness}.unheard too");

        Assert.Equal(0, _gates.CountOf($"{_key}.unheard"));
    }

    [Fact]
    public async Task An_implicit_subscriber_is_woken_by_the_stream_that_has_its_key()
    {
        var stream = host.Client.GetStreamProvider("bells").GetStream<Ring>(StreamId.Create("implicit", _key));

        await stream.OnNextAsync(new Ring { Gate = "woken" });

        await _gates.ReachedAsync($"{_key}.woken");
    }

    [Fact]
    public async Task A_client_can_listen()
    {
        var stream = host.Client.GetStreamProvider("bells").GetStream<Ring>(StreamId.Create("client", _key));
        var handle = await stream.SubscribeAsync((ring, _) =>
        {
            _gates.Reach($"{_key}.{ring.Gate}");
            return Task.CompletedTask;
        });

        await stream.OnNextAsync(new Ring { Gate = "heard" });
        await _gates.ReachedAsync($"{_key}.heard");

        await handle.UnsubscribeAsync();
    }
}
