using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Auditing;

namespace FileStorage.Api.Auditing;

/// <summary>Rows of the audit as somebody may see them. Asks once for each account that is named; made anew for each request.</summary>
internal sealed class AuditBodies(IGrainFactory grains, Caller caller)
{
    private const int MaxRemembered = 1000;

    private readonly Dictionary<Guid, string?> _emails = [];

    public async Task<AuditBody> ShowAsync(AuditRecord record, CancellationToken cancellationToken) => new()
    {
        Id = record.Id,
        At = record.At,
        Kind = AuditNames.Of(record.Kind),
        Outcome = AuditNames.Of(record.Outcome),
        ActorId = record.ActorId,
        Actor = record.ActorId is { } actor ? await FindEmailAsync(actor, cancellationToken) : null,
        OwnerId = record.OwnerId,
        DeviceId = MaySeeFromWhere(record) ? record.DeviceId : null,
        Address = MaySeeFromWhere(record) ? record.Address : null,
        ItemId = record.ItemId,
        Other = record.Other,
        Detail = record.Facts.IsEmpty ? null : record.Facts.ToDictionary(fact => fact.Name, fact => fact.Value),
    };

    // From where others work is not the business of those who share something with them.
    private bool MaySeeFromWhere(AuditRecord record) =>
        caller.IsAdministrator || record.ActorId == caller.UserId || (record.ActorId is null && record.OwnerId == caller.UserId);

    private async Task<string?> FindEmailAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (_emails.TryGetValue(userId, out var known))
        {
            return known;
        }

        if (_emails.Count >= MaxRemembered)
        {
            _emails.Clear();
        }

        return _emails[userId] = (await grains.GetGrain<IUserGrain>(userId).GetAsync(cancellationToken))?.Email;
    }
}
