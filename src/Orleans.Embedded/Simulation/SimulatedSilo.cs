using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Hosting;
using Orleans.Embedded.Requests;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Simulation;

/// <summary>One logical silo of a simulation, from its start to its death.</summary>
public sealed class SimulatedSilo
{
    private readonly SimulatedCluster _simulation;
    private readonly ServiceProvider _services;
    private readonly List<Request> _received = [];

    internal SimulatedSilo(SimulatedCluster simulation, int number, int life, Action<IServiceCollection> share, Action<ISiloBuilder> configure)
    {
        _simulation = simulation;
        Number = number;
        Name = $"silo{number}.{life}";
        Life = life;
        var services = new ServiceCollection();
        share(services);
        services.AddSingleton(new SiloName(Name));
        services.AddSingleton<ITurns>(new SimulatedTurns(simulation, this));
        configure(new SiloBuilder(services, new ConfigurationBuilder().Build()));
        services.AddSilo();
        _services = services.BuildServiceProvider();
        Silo = _services.GetRequiredService<Silo>();
        Silo.Start();
    }

    public int Number { get; }

    public string Name { get; }

    public IServiceProvider Services => _services;

    public bool IsAlive => !Silo.IsDead;

    internal int Life { get; }

    internal Silo Silo { get; }

    /// <summary>Ends the silo as a power cut would: nothing of it runs again, and calls to it fail or are never answered.</summary>
    public void Kill() => _simulation.Kill(this);

    /// <summary>Ends the silo in good order: its grains are retired first.</summary>
    public async Task StopAsync()
    {
        await Silo.StopAsync(CancellationToken.None);
        Kill();
    }

    /// <summary>Remembers a call that this silo has taken, so that it can fail when the silo does.</summary>
    internal void Received(Request request)
    {
        if (_received.Count % 256 == 255)
        {
            _received.RemoveAll(earlier => earlier.IsSettled);
        }

        _received.Add(request);
    }

    internal IReadOnlyList<Request> Unanswered() => [.. _received.Where(request => !request.IsSettled)];
}
