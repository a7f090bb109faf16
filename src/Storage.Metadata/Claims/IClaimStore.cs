namespace FileStorage.Storage.Metadata.Claims;

/// <summary>What must be unique across actors (an e-mail address, a link token): claimed in one write before it is used.</summary>
public interface IClaimStore
{
    /// <summary>
    /// Claims a key for an owner. Whoever is first keeps it; a repeated claim of the same owner answers true again. On true the claim
    /// is durable.
    /// </summary>
    /// <param name="kind">What is claimed, such as "email".</param>
    /// <param name="key">The key in its one normal form.</param>
    /// <param name="ownerId">Who claims it.</param>
    /// <param name="cancellationToken">Honoured until the write was taken.</param>
    ValueTask<bool> TryClaimAsync(string kind, string key, Guid ownerId, CancellationToken cancellationToken);

    /// <summary>Who holds the key, or null.</summary>
    ValueTask<Guid?> FindOwnerAsync(string kind, string key, CancellationToken cancellationToken);

    /// <summary>Gives a key back; nothing happens where another owner, or nobody, holds it.</summary>
    ValueTask ReleaseAsync(string kind, string key, Guid ownerId, CancellationToken cancellationToken);

    /// <summary>Claims of a kind by key, after <paramref name="afterKey"/> (null: from the start).</summary>
    ValueTask<List<Claim>> ListAsync(string kind, string? afterKey, int limit, CancellationToken cancellationToken);

    /// <summary>How many claims of a kind there are, such as accounts. One that moves to another database may be counted twice.</summary>
    ValueTask<long> CountAsync(string kind, CancellationToken cancellationToken);
}
