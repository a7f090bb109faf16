using System.ComponentModel.DataAnnotations;
using FileStorage.Grains.Interfaces.Accounts;

namespace FileStorage.Api.Accounts;

/// <summary>Who may make an account, and what an account starts with.</summary>
public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>Who may make an account after the first: Open, Invite or Closed.</summary>
    [EnumDataType(typeof(RegistrationPolicy))]
    public RegistrationPolicy Registration { get; set; } = RegistrationPolicy.Open;

    /// <summary>Quota of a new account, in bytes.</summary>
    [Range(0, long.MaxValue)]
    public long DefaultQuotaBytes { get; set; } = 15_000_000_000;

    /// <summary>Wrong passwords that one account, or one remote address, may send in <see cref="ThrottleMinutes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxFailures { get; set; } = 10;

    /// <summary>Accounts that one remote address may try to make in <see cref="ThrottleMinutes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxRegistrations { get; set; } = 100;

    /// <summary>How long failures count.</summary>
    [Range(1, 1440)]
    public int ThrottleMinutes { get; set; } = 10;
}
