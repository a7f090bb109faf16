using System.Globalization;
using Npgsql;

namespace FileStorage.Silo.Clustering;

/// <summary>Members of the cluster as rows.</summary>
internal static class MembershipMapping
{
    private const char Between = '|';
    private const char Inside = ',';

    /// <summary>The parameters of <see cref="MembershipSql.Insert"/>.</summary>
    public static object[] Values(string clusterId, MembershipEntry entry) =>
    [
        clusterId, entry.SiloAddress.ToParsableString(), (int)entry.Status, entry.ProxyPort, entry.HostName ?? "", entry.SiloName ?? "",
        Utc(entry.StartTime), Utc(entry.IAmAliveTime), Suspects(entry),
    ];

    /// <summary>A row of <see cref="MembershipSql.ReadAll"/>; null where it tells of no member.</summary>
    public static Tuple<MembershipEntry, string>? Read(NpgsqlDataReader row) => row.IsDBNull(1)
        ? null
        : Tuple.Create(
            new MembershipEntry
            {
                SiloAddress = SiloAddress.FromParsableString(row.GetString(1)),
                Status = (SiloStatus)row.GetInt32(2),
                ProxyPort = row.GetInt32(3),
                HostName = row.GetString(4),
                SiloName = row.GetString(5),
                StartTime = row.GetDateTime(6),
                IAmAliveTime = row.GetDateTime(7),
                SuspectTimes = Suspects(row.GetString(8)),
            },
            row.GetInt32(9).ToString(CultureInfo.InvariantCulture));

    // The runtime does not always say that a time is UTC, which all of its times are.
    public static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static string Suspects(MembershipEntry entry) => string.Join(
        Between,
        (entry.SuspectTimes ?? []).Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Item1.ToParsableString()}{Inside}{vote.Item2.Ticks}")));

    private static List<Tuple<SiloAddress, DateTime>> Suspects(string text) =>
    [
        .. text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(vote =>
        {
            var at = vote.LastIndexOf(Inside);
            return Tuple.Create(
                SiloAddress.FromParsableString(vote[..at]), new DateTime(long.Parse(vote[(at + 1)..], CultureInfo.InvariantCulture), DateTimeKind.Utc));
        }),
    ];
}
