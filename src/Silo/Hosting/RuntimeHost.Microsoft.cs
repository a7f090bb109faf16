using System.Net;
using FileStorage.Grains.Devices;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Silo.Clustering;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Documents;
using FileStorage.Storage.Metadata.Postgres;
using Npgsql;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Serialization;
using Orleans.Storage;

namespace FileStorage.Silo.Hosting;

/// <summary>The process on Microsoft Orleans: a silo alone, one of several, or a client of them.</summary>
internal static class RuntimeHost
{
    /// <summary>Where streams keep who listens to them.</summary>
    private const string StreamSubscriptions = "PubSubStore";

    /// <summary>How often streams look for events: what a change waits at most on its way to other devices.</summary>
    private static readonly TimeSpan StreamPeriod = TimeSpan.FromMilliseconds(5);

    /// <exception cref="StartException">Several processes share a database, and there is none.</exception>
    public static void Add(WebApplicationBuilder builder, MemberOptions? member)
    {
        if (member is null)
        {
            builder.UseOrleans(silo =>
            {
                AddStreams(silo.UseLocalhostClustering().AddMemoryGrainStorage(StreamSubscriptions));
                silo.AddDashboardIfAsked(builder.Configuration);
            });
            return;
        }

        var postgres = MetadataPlace.Postgres(builder.Configuration)
            ?? throw new StartException($"several processes share their metadata: set {PostgresMetadataOptions.Section}:ConnectionString.");
        if (ChunkStoreServices.UsesDisk(builder.Configuration))
        {
            throw new StartException("several processes share their chunks, and a disk is one machine's: set Chunks:Store to azure or s3, and do not move from the disk.");
        }

        builder.Services.AddSingleton(member);
        builder.Services.AddSingleton(_ => Source(postgres.ConnectionString));
        if (member.Role is ProcessRole.Gateway)
        {
            builder.UseOrleansClient(client =>
            {
                AddClient(client, member);
                client.AddDashboardIfAsked(builder.Configuration);
            });
        }
        else
        {
            builder.UseOrleans(silo =>
            {
                AddMember(silo, member);
                silo.AddDashboardIfAsked(builder.Configuration);
            });
        }

        // What a grain failed with arrives as what it was: the gateway tells a database that is away from a fault.
        builder.Services.Configure<ExceptionSerializationOptions>(exceptions =>
        {
            // Ours, and the causes that they carry: one that cannot travel takes the place of what it is the cause of.
            foreach (var prefix in (string[])[nameof(FileStorage), nameof(Npgsql), nameof(Amazon)])
            {
                exceptions.SupportedNamespacePrefixes.Add(prefix);
            }
        });
        RepeatCalls(builder.Services);
    }

    // Whatever asks for the factory from here on gets ours in front of the runtime's.
    private static void RepeatCalls(IServiceCollection services)
    {
        services.AddSingleton<CallRetry>();
        var runtime = services.Last(service => service.ServiceType == typeof(IGrainFactory));
        services.Remove(runtime);
        services.AddSingleton<IGrainFactory>(provider => new RetryingGrainFactory(
            (IGrainFactory)(runtime.ImplementationInstance ?? runtime.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, runtime.ImplementationType!)),
            provider.GetService<IGrainContextAccessor>(),
            provider.GetRequiredService<CallRetry>()));
    }

    private static void AddMember(ISiloBuilder silo, MemberOptions member)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (member.ClusterId, member.ClusterId));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromMilliseconds(member.ProbeMilliseconds);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromMilliseconds(member.ProbeMilliseconds * 5);
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(member.CallSeconds));
        if (member.Address is { } address)
        {
            silo.ConfigureEndpoints(IPAddress.Parse(address), member.SiloPort, member.GatewayPort, listenOnAnyHostAddress: false);
        }
        else
        {
            silo.ConfigureEndpoints(member.SiloPort, member.GatewayPort, listenOnAnyHostAddress: true);
        }

        silo.Services.AddSingleton<IMembershipTable, PostgresMembership>();
        silo.Services.AddSingleton<IListeningLimit, MembershipListening>();
        silo.Services.Configure<DocumentStorageOptions>(documents => documents.Resolvers.Add(SerializedStateContext.Default));
        silo.Services.AddKeyedSingleton<IGrainStorage>(StreamSubscriptions, static (services, _) => new SerializedGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(MetadataServices.DocumentStorage), services.GetRequiredService<Serializer>()));
        AddStreams(silo);
    }

    private static void AddClient(IClientBuilder client, MemberOptions member)
    {
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (member.ClusterId, member.ClusterId));
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(member.CallSeconds));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(member.ProbeMilliseconds));
        client.Services.AddSingleton<IGatewayListProvider, PostgresGateways>();

        // The indexer hears the bells of all drives.
        client.AddMemoryStreams(DriveBells.Provider);

        // Silos that are not there yet, or all restart at once, are waited for.
        client.UseConnectionRetryFilter(static async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            return true;
        });
    }

    private static void AddStreams(ISiloBuilder silo) => silo.AddMemoryStreams(
        DriveBells.Provider,
        streams => streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPeriod)));

    // Few connections of its own: a metadata pool that is full must not look like a dead silo.
    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = 3;
        builder.ConnectionStringBuilder.ApplicationName = "filestorage-cluster";
        return builder.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }
}
