using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Storage.Metadata.Audit;
using Orleans.Concurrency;

namespace FileStorage.Grains.Auditing;

/// <inheritdoc cref="IAuditGrain"/>
// Reentrant: it has no state, and rows of several callers share one transaction of the database.
[GrainType("audit"), Reentrant]
internal sealed class AuditGrain(IAuditStore store) : Grain, IAuditGrain
{
    public async Task RecordAsync(ImmutableArray<AuditRecord> records, CancellationToken cancellationToken) =>
        await store.AppendAsync([.. records.Select(AuditMapping.ToRow)], CancellationToken.None);

    public async Task<AuditPage> ReadAsync(AuditQuestion question, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(question.Limit, 1, IAuditGrain.MaxPage);
        var rows = await store.ReadAsync(
            new AuditFilter
            {
                AccountId = question.AccountId,
                ItemId = question.ItemId,
                Kind = question.Kind,
                FromUnixMilliseconds = question.From?.ToUnixTimeMilliseconds(),
                ToUnixMilliseconds = question.To?.ToUnixTimeMilliseconds(),
                IsOldestFirst = question.IsOldestFirst,
                AfterId = question.After,
                Limit = size + 1,
            },
            cancellationToken);
        return new AuditPage { Records = [.. rows.Take(size).Select(AuditMapping.ToRecord)], HasMore = rows.Count > size };
    }
}
