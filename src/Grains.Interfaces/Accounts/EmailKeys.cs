using System.Security.Cryptography;
using System.Text;
using FileStorage.Core.Identity;

namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>Keys of <see cref="IEmailGrain"/>.</summary>
public static class EmailKeys
{
    /// <summary>The id by which permissions name an address, also one that has no account.</summary>
    public static Guid IdOf(string email) => DerivedId.Of(DateTimeOffset.UnixEpoch, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(Of(email))).AsSpan(0, 16)), index: 0);

    /// <summary>Addresses that differ only in case or in surrounding blanks are one address.</summary>
    public static string Of(string email) => "email-" + email.Trim().ToLowerInvariant();
}
