namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>Keys of <see cref="IEmailGrain"/>.</summary>
public static class EmailKeys
{
    /// <summary>Addresses that differ only in case or in surrounding blanks are one address.</summary>
    public static string Of(string email) => "email-" + email.Trim().ToLowerInvariant();
}
