using FileStorage.Silo.Telemetry;
using Orleans.Dashboard;

namespace FileStorage.Silo.Hosting;

/// <summary>The dashboard of Orleans, on a port of its own: what it shows is for operators, and it asks nobody who they are.</summary>
internal static class DashboardHost
{
    public static void AddDashboardIfAsked(this ISiloBuilder silo, IConfiguration configuration)
    {
        if (PortOf(configuration) is not null)
        {
            silo.AddDashboard();
        }
    }

    public static void AddDashboardIfAsked(this IClientBuilder client, IConfiguration configuration)
    {
        if (PortOf(configuration) is not null)
        {
            client.AddDashboard();
        }
    }

    /// <summary>Before everything else: what comes to its port gets no further, and nothing else comes to it.</summary>
    public static void UseDashboard(this WebApplication application)
    {
        if (PortOf(application.Configuration) is not { } port)
        {
            return;
        }

        application.MapWhen(context => context.Connection.LocalPort == port, static branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(static endpoints => endpoints.MapOrleansDashboard());
        });
    }

    private static int? PortOf(IConfiguration configuration) => TelemetryServices.Read(configuration)?.DashboardPort;
}
