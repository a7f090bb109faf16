using System.Collections.Concurrent;
using FileStorage.Grains.Interfaces.Accounts;

namespace FileStorage.Api.Callers;

/// <summary>Finds what an account is called. Remembered: an account keeps its address as long as it lives.</summary>
internal sealed class DoorUsers(IGrainFactory grains)
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<Guid, DoorUser> _known = new();

    /// <summary>Null where there is no such account.</summary>
    public async ValueTask<DoorUser?> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(userId, out var known))
        {
            return known;
        }

        if (await grains.GetGrain<IUserGrain>(userId).GetAsync(cancellationToken) is not { } account)
        {
            return null;
        }

        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        return _known[userId] = new DoorUser(userId, account.Email);
    }
}
