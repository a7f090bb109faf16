namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>Who may make an account, and which one is the first. One grain, key 0; sign-ups only, never on a data path.</summary>
[Alias("registration"), GrainInterfaceType("registration")]
public interface IRegistrationGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Asks for an account. The first ever is the administrator's, whatever the policy; <paramref name="invite"/> is used up
    /// when the answer is yes. Safe to repeat for one user.
    /// </summary>
    [Alias("admit")]
    Task<Admission> AdmitAsync(
        Guid userId, RegistrationPolicy policy, string? invite, CancellationToken cancellationToken = default);

    /// <summary>Makes an invite good for one account.</summary>
    [Alias("invite"), NotRepeated]
    Task<string> CreateInviteAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts an account among the administrators, or not any more. False, and nothing changes, where it is the last one. Safe to repeat.</summary>
    [Alias("set-administrator")]
    Task<bool> SetAdministratorAsync(Guid userId, bool isAdministrator, CancellationToken cancellationToken = default);

    /// <summary>Whether no account has been made yet.</summary>
    [Alias("is-empty")]
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken = default);

    /// <summary>Accounts by e-mail address after <paramref name="after"/> (null: from the start); at most 1,000.</summary>
    [Alias("list")]
    Task<AccountListing> ListAsync(string? after, int limit, CancellationToken cancellationToken = default);
}
