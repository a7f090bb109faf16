using System.Net;
using Npgsql;
using Orleans.Messaging;

namespace FileStorage.Silo.Clustering;

/// <summary>Finds the silos that a process of role <see cref="ProcessRole.Gateway"/> talks to.</summary>
internal sealed class PostgresGateways(NpgsqlDataSource source, MemberOptions options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => TimeSpan.FromMilliseconds(options.ProbeMilliseconds);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = new List<Uri>();
        await using var command = source.CreateCommand(MembershipSql.Gateways);
        command.Parameters.Add(new NpgsqlParameter { Value = options.ClusterId });
        command.Parameters.Add(new NpgsqlParameter { Value = (int)SiloStatus.Active });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var silo = SiloAddress.FromParsableString(row.GetString(0));
            gateways.Add(SiloAddress.New(new IPEndPoint(silo.Endpoint.Address, row.GetInt32(1)), silo.Generation).ToGatewayUri());
        }

        return gateways;
    }
}
