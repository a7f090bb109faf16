using System.Globalization;
using Npgsql;

namespace FileStorage.Silo.Clustering;

/// <summary>
/// The table in which silos find each other, in the database that holds the metadata. Changes are made by compare and swap on one version for
/// the whole cluster, as the runtime's protocol wants it (Bernstein et al., "Orleans: Distributed Virtual Actors", 2014, on membership).
/// </summary>
internal sealed class PostgresMembership(NpgsqlDataSource source, MemberOptions options) : IMembershipTable
{
    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var create = new NpgsqlCommand(MembershipSql.Create, connection, transaction);
            await create.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }

        if (tryInitTableVersion)
        {
            await ExecuteAsync(connection, null, MembershipSql.Begin, options.ClusterId);
        }
    }

    public Task<MembershipTableData> ReadAll() => ReadAsync(MembershipSql.ReadAll, options.ClusterId);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(MembershipSql.ReadOne, options.ClusterId, key.ToParsableString());

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        ChangeAsync(tableVersion, MembershipSql.Insert, MembershipMapping.Values(options.ClusterId, entry));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => ChangeAsync(
        tableVersion, MembershipSql.Update, [.. MembershipMapping.Values(options.ClusterId, entry), int.Parse(etag, CultureInfo.InvariantCulture)]);

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(
            connection, null, MembershipSql.Alive, options.ClusterId, entry.SiloAddress.ToParsableString(), MembershipMapping.Utc(entry.IAmAliveTime));
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, null, MembershipSql.Forget, options.ClusterId, (int)SiloStatus.Dead, beforeDate.UtcDateTime);
    }

    public async Task DeleteMembershipTableEntries(string clusterId)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, null, MembershipSql.ForgetAll, clusterId);
        await ExecuteAsync(connection, null, MembershipSql.ForgetVersion, clusterId);
    }

    private async Task<bool> ChangeAsync(TableVersion version, string text, object[] values)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var expected = int.Parse(version.VersionEtag, CultureInfo.InvariantCulture);
        if (await ExecuteAsync(connection, transaction, MembershipSql.Raise, options.ClusterId, version.Version, expected) != 1
            || await ExecuteAsync(connection, transaction, text, values) != 1)
        {
            await transaction.RollbackAsync();
            return false;
        }

        await transaction.CommitAsync();
        return true;
    }

    private async Task<MembershipTableData> ReadAsync(string text, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = Command(connection, null, text, values);
        await using var row = await command.ExecuteReaderAsync();
        var members = new List<Tuple<MembershipEntry, string>>();
        var version = 0;
        while (await row.ReadAsync())
        {
            version = row.GetInt32(0);
            if (MembershipMapping.Read(row) is { } member)
            {
                members.Add(member);
            }
        }

        return new MembershipTableData(members, new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string text, params object[] values)
    {
        await using var command = Command(connection, transaction, text, values);
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction? transaction, string text, object[] values)
    {
        var command = new NpgsqlCommand(text, connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
