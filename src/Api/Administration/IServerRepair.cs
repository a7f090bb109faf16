using FileStorage.Grains.Interfaces.Maintenance;

namespace FileStorage.Api.Administration;

/// <summary>Brings damaged chunks back from a second copy of them. Hosts that can do it register one.</summary>
public interface IServerRepair
{
    /// <summary>A step a page of chunks. Changed counts those that were healed, a finding is one that stays damaged.</summary>
    /// <param name="folder">A backup: relative to, or inside of, the folder that the operator has set for backups.</param>
    /// <param name="cancellationToken">Ends it; what was healed stays healed.</param>
    /// <exception cref="MaintenanceException">There is no backup that can be read.</exception>
    IAsyncEnumerable<MaintenanceStep> RunAsync(string folder, CancellationToken cancellationToken);
}
