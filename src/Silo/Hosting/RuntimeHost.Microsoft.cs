
namespace FileStorage.Silo.Hosting;

/// <summary>The silo on Microsoft Orleans. One silo as yet: several need clustering in a shared database.</summary>
internal static class RuntimeHost
{
    public static void Add(WebApplicationBuilder builder) => builder.UseOrleans(silo => silo.UseLocalhostClustering());
}
