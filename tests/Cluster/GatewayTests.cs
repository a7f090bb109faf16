using System.Net;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.Cluster;

/// <summary>A gateway that is a process of its own, before a silo that is one.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task What_is_stored_through_it_is_found_and_operators_see_the_dashboard_on_a_port_of_its_own()
    {
        await using var cluster = await RunningCluster.StartWithDashboardsAsync("Silo", "Gateway");
        await SearchAsync(cluster.Members[^1].Url);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var member in cluster.Members)
        {
            await Until.SeenAsync(
                () => http.GetStringAsync(new Uri(member.Dashboard, "/DashboardCounters"), TestContext.Current.CancellationToken),
                static counters => counters.Contains("FileStorage.Grains", StringComparison.Ordinal),
                static counters => counters);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(member.Dashboard, "/"));

            // The one is not at the other, whatever the request says of where it goes.
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync(member.Dashboard, "/api/v1/me"));
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync(member.Url, "/DashboardCounters"));
            Assert.Equal(HttpStatusCode.NotFound, await AskAsync(member.Url, "/DashboardCounters", member.Dashboard.Authority));
        }

        async Task<HttpStatusCode> AskAsync(Uri server, string path, string? host = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path)) { Headers = { Host = host } };
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    private static async Task SearchAsync(Uri gateway)
    {
        using var writers = await Writers.OpenAsync([gateway]);
        using var folder = new TemporaryFolder();
        var command = new CommandLine(gateway, writers.Token, folder.Of("config.json"));
        await File.WriteAllTextAsync(folder.Of("heron.txt"), "a bird that stands still at the water", TestContext.Current.CancellationToken);
        await command.RunAsync("put", folder.Of("heron.txt"), "/heron.txt");
        foreach (var question in (string[])["heron", "stands water"])
        {
            await Until.SeenAsync(
                () => command.RunAsync("search", question),
                static lines => lines.Any(static line => line.Contains("/heron.txt", StringComparison.Ordinal)),
                lines => $"{question} finds {string.Join(", ", lines)}");
        }
    }
}
