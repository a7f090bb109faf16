namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>
/// One e-mail address and the account it belongs to: what makes an address unique. Keyed by <see cref="EmailKeys.Of"/>.
/// </summary>
[Alias("email"), GrainInterfaceType("email")]
public interface IEmailGrain : IGrainWithStringKey
{
    /// <summary>Claims the address and answers whose it is from now on: this user's, or whoever's claimed it first.</summary>
    [Alias("claim")]
    Task<Guid> ClaimAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Gives the address back: the last step of deleting an account. Nothing happens where it is another's. Safe to repeat.</summary>
    [Alias("release")]
    Task ReleaseAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>The owner, or null.</summary>
    [Alias("find")]
    Task<Guid?> FindAsync(CancellationToken cancellationToken = default);
}
