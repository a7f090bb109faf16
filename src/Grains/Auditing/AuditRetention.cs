using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Metadata.Audit;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Auditing;

/// <summary>Forgets rows of the audit that are older than the setting: the only way in which one ever goes.</summary>
internal sealed class AuditRetention(IAuditStore store, IOptions<AuditOptions> options, TimeProvider clock)
{
    /// <summary>The cursor of this phase of a collection.</summary>
    public const string Phase = "audit";

    private const int Page = 1000;

    /// <summary>One bounded step.</summary>
    public async Task<MaintenanceStep> StepAsync(CancellationToken cancellationToken)
    {
        var before = (clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepDays)).ToUnixTimeMilliseconds();
        var forgotten = await store.ForgetAsync(before, Page, cancellationToken);
        return new MaintenanceStep
        {
            Cursor = forgotten == Page ? Phase : null,
            Examined = forgotten,
            Bytes = 0,
            Changed = forgotten,
            Findings = ImmutableArray<string>.Empty,
        };
    }
}
