using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Silo.Clustering;
using FileStorage.Silo.Telemetry;

namespace FileStorage.Silo.Hosting;

/// <summary>The silo on the embedded runtime: one process, nothing to configure.</summary>
internal static class RuntimeHost
{
    /// <exception cref="StartException">It is to be one of several, which this runtime cannot.</exception>
    public static void Add(WebApplicationBuilder builder, MemberOptions? member)
    {
        if (member is not null)
        {
            throw new StartException(
                $"the settings of {MemberOptions.Section} need the build for several processes: dotnet publish src/Silo -p:OrleansRuntime=microsoft.");
        }

        if (TelemetryServices.Read(builder.Configuration) is { DashboardPort: not null })
        {
            throw new StartException(
                "the dashboard of Orleans (Telemetry:DashboardPort) needs the build on Microsoft Orleans: dotnet publish src/Silo -p:OrleansRuntime=microsoft.");
        }

        builder.UseOrleans(silo => silo.AddMemoryStreams(DriveBells.Provider));
    }
}
