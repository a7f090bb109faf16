using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Processes;
using FileStorage.Tests.Objects;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.Cluster;

/// <summary>Processes of the service on a PostgreSQL and an Azurite of their own.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly Network? _network;

    private RunningCluster(PostgresCluster database, ObjectServer objects, Network? network)
    {
        Database = database;
        Objects = objects;
        _network = network;
    }

    public ObjectServer Objects { get; }

    public string Address => _network?.Outside ?? "127.0.0.1";

    public PostgresCluster Database { get; }

    public List<Member> Members { get; } = [];

    /// <summary>Starts members of these roles (of Cluster:Role), and waits until each can serve.</summary>
    public static Task<RunningCluster> StartAsync(params string[] roles) => StartAsync(network: null, roles);

    /// <summary>The same, each member a host of this network.</summary>
    public static Task<RunningCluster> StartAsync(Network? network, params string[] roles) => StartAsync(network, hasDashboards: false, roles);

    /// <summary>The same, with the dashboard of Orleans.</summary>
    public static Task<RunningCluster> StartWithDashboardsAsync(params string[] roles) => StartAsync(network: null, hasDashboards: true, roles);

    private static async Task<RunningCluster> StartAsync(Network? network, bool hasDashboards, string[] roles)
    {
        var objects = await ObjectServer.StartAsync(ChunkStoreKind.AzureBlob, network?.Outside ?? "127.0.0.1");
        var cluster = new RunningCluster(new PostgresCluster("max_connections = 200"), objects, network);
        if (network is not null)
        {
            cluster.Database.Stop();
            cluster.Database.Admit(network.Range);
            cluster.Database.Start();
        }

        var key = cluster._folder.Of("master.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string>(cluster.Objects.Settings("chunks"))
        {
            ["Chunks:MasterKeyFile"] = key,
            ["Metadata:Postgres:ConnectionString"] = cluster.Database.TcpConnectionTo("postgres", cluster.Address),
        };
        await cluster.MigrateAsync(settings);
        foreach (var role in roles)
        {
            var member = new Member(role, settings, network?.Add(), hasDashboards);
            cluster.Members.Add(member);
            member.Start();
        }

        foreach (var member in cluster.Members)
        {
            await member.ReadyAsync();
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
        {
            await member.DisposeAsync();
        }

        await Objects.DisposeAsync();
        Database.Dispose();
        _folder.Dispose();
    }

    private async Task MigrateAsync(Dictionary<string, string> settings)
    {
        await using var migration = RunningProgram.Start(
            Member.Program, ["migrate", .. settings.Select(setting => $"--{setting.Key}={setting.Value}"), "--data", _folder.Of("none")]);
        Assert.True(await migration.WaitAsync(TimeSpan.FromMinutes(1)) == 0, migration.Output);
    }
}
