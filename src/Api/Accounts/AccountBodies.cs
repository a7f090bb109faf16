using FileStorage.Api.Contracts.Accounts;
using FileStorage.Grains.Interfaces.Accounts;

namespace FileStorage.Api.Accounts;

/// <summary>Accounts as bodies.</summary>
internal static class AccountBodies
{
    public static AccountBody Of(Account account) => new()
    {
        UserId = account.UserId,
        Email = account.Email,
        Administrator = account.IsAdministrator,
        DriveId = account.DriveId,
        QuotaBytes = account.QuotaBytes,
        CreatedAt = account.CreatedAt,
    };
}
