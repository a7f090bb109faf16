using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Silo.Hosting;

/// <summary>The silo on Microsoft Orleans. One silo as yet: several need clustering in a shared database.</summary>
internal static class RuntimeHost
{
    /// <summary>How often streams look for events: what a change waits at most on its way to other devices.</summary>
    private static readonly TimeSpan StreamPeriod = TimeSpan.FromMilliseconds(5);

    public static void Add(WebApplicationBuilder builder) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering()
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryStreams(
            DriveBells.Provider,
            streams => streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPeriod))));
}
