using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Storage.Metadata.Claims;

namespace FileStorage.Grains.Accounts;

/// <inheritdoc cref="IEmailGrain"/>
[GrainType("email")]
internal sealed class EmailGrain(IClaimStore claims) : Grain, IEmailGrain
{
    /// <summary>The kind of claim that an address is.</summary>
    public const string ClaimKind = "email";

    public async Task<Guid> ClaimAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await claims.TryClaimAsync(ClaimKind, this.GetPrimaryKeyString(), userId, cancellationToken))
        {
            return userId;
        }

        return await FindAsync(cancellationToken)
            ?? throw new InvalidOperationException("An address that could not be claimed has no owner.");
    }

    public async Task ReleaseAsync(Guid userId, CancellationToken cancellationToken) =>
        await claims.ReleaseAsync(ClaimKind, this.GetPrimaryKeyString(), userId, cancellationToken);

    public async Task<Guid?> FindAsync(CancellationToken cancellationToken) =>
        await claims.FindOwnerAsync(ClaimKind, this.GetPrimaryKeyString(), cancellationToken);
}
