using FileStorage.Api.Callers;
using FileStorage.Grains.Interfaces.Accounts;

namespace FileStorage.Bench.Load.Accounts;

/// <summary>
/// Makes accounts with devices by calling the grains: thousands of them in the time that the slow hash of a few passwords takes. Nobody can sign in
/// to them with a password.
/// </summary>
internal static class LoadAccounts
{
    private const int AtOnce = 64;
    private const long QuotaBytes = 1L << 42;

    public static async Task<IReadOnlyList<LoadAccount>> MakeAsync(IGrainFactory grains, int accounts, int devicesOfEach)
    {
        var made = new LoadAccount[accounts];
        await Parallel.ForAsync(0, accounts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
        {
            var userId = Guid.CreateVersion7();
            var user = grains.GetGrain<IUserGrain>(userId);
            var account = await user.CreateAsync(
                new AccountCreation { Email = $"load-{userId:N}@example.org", PasswordHash = "none", IsAdministrator = false, QuotaBytes = QuotaBytes },
                CancellationToken.None);
            var ids = new Guid[devicesOfEach];
            var tokens = new string[devicesOfEach];
            for (var device = 0; device < devicesOfEach; device++)
            {
                ids[device] = Guid.CreateVersion7();
                var token = DeviceToken.Create(ids[device], out tokens[device]);
                if (!await user.AddDeviceAsync(ids[device], $"device {device}", token.SecretHash, CancellationToken.None))
                {
                    throw new InvalidOperationException($"An account takes no more than {IUserGrain.MaxDevices} devices.");
                }
            }

            made[index] = new LoadAccount(userId, account.DriveId, ids, tokens);
        });
        return made;
    }
}
