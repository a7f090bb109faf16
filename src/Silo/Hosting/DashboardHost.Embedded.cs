namespace FileStorage.Silo.Hosting;

/// <summary>The embedded runtime has no dashboard; a start that asks for one was refused.</summary>
internal static class DashboardHost
{
    public static void UseDashboard(this WebApplication _)
    {
    }
}
