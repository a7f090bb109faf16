using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Departures;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Metadata.Inventory;

namespace FileStorage.Grains.Departures;

/// <summary>Finds deletions of accounts that a crash left under way and has them go on.</summary>
internal sealed class DepartureSweep(IGrainFactory grains, IInventoryStore inventory)
{
    /// <summary>The cursor of this phase of a collection.</summary>
    public const string Phase = "departures";

    private const int Page = 100;

    /// <summary>The kind of the documents of <see cref="IDepartureGrain"/>.</summary>
    private const string Kind = "departure.departure";

    /// <summary>One step: those that are under way are few, and the next run finds the others.</summary>
    public async Task<MaintenanceStep> StepAsync(string? next, CancellationToken cancellationToken)
    {
        var keys = await inventory.ListDocumentKeysAsync(Kind, afterKey: null, Page, cancellationToken);
        foreach (var key in keys)
        {
            await grains.GetGrain<IDepartureGrain>(Guid.ParseExact(key, "N")).ContinueAsync(cancellationToken);
        }

        return new MaintenanceStep
        {
            Cursor = next,
            Examined = keys.Count,
            Bytes = 0,
            Changed = 0,
            Findings = ImmutableArray<string>.Empty,
        };
    }
}
