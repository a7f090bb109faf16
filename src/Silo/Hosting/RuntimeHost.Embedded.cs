using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Silo.Hosting;

/// <summary>The silo on the embedded runtime: one process, nothing to configure.</summary>
internal static class RuntimeHost
{
    public static void Add(WebApplicationBuilder builder) => builder.UseOrleans(silo => silo.AddMemoryStreams(DriveBells.Provider));
}
