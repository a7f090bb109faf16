using System.Security.Cryptography;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Grains.Tests;

public sealed class AccountTests : SiloTest
{
    private readonly Guid _userId = Guid.CreateVersion7();
    private readonly Guid _deviceId = Guid.CreateVersion7();
    private readonly byte[] _tokenHash = SHA256.HashData("secret"u8);

    private IUserGrain User => Silo.Grains.GetGrain<IUserGrain>(_userId);

    private IDeviceGrain Device => Silo.Grains.GetGrain<IDeviceGrain>(_deviceId);

    private IRegistrationGrain Registration => Silo.Grains.GetGrain<IRegistrationGrain>(0);

    [Fact]
    public async Task The_first_account_is_the_administrators_whatever_the_policy()
    {
        Assert.True(await Registration.IsEmptyAsync(Token));
        Assert.Equal(Admission.AdmittedAsAdministrator, await Registration.AdmitAsync(_userId, RegistrationPolicy.Closed, null, Token));
        Assert.Equal(Admission.Refused, await Registration.AdmitAsync(Guid.NewGuid(), RegistrationPolicy.Closed, null, Token));
        Assert.Equal(Admission.AdmittedAsUser, await Registration.AdmitAsync(Guid.NewGuid(), RegistrationPolicy.Open, null, Token));
    }

    [Fact]
    public async Task An_invite_is_good_for_one_account()
    {
        await Registration.AdmitAsync(_userId, RegistrationPolicy.Invite, null, Token);
        var invite = await Registration.CreateInviteAsync(Token);
        var guest = Guid.NewGuid();

        Assert.Equal(Admission.Refused, await Registration.AdmitAsync(guest, RegistrationPolicy.Invite, "guess", Token));
        Assert.Equal(Admission.AdmittedAsUser, await Registration.AdmitAsync(guest, RegistrationPolicy.Invite, invite, Token));
        Assert.Equal(Admission.AdmittedAsUser, await Registration.AdmitAsync(guest, RegistrationPolicy.Invite, invite, Token));
        Assert.Equal(Admission.Refused, await Registration.AdmitAsync(Guid.NewGuid(), RegistrationPolicy.Invite, invite, Token));
    }

    [Fact]
    public async Task An_address_belongs_to_whoever_claims_it_first_in_whatever_case()
    {
        var other = Guid.NewGuid();

        Assert.Equal(_userId, await Silo.Grains.GetGrain<IEmailGrain>(EmailKeys.Of("Ann@Example.org")).ClaimAsync(_userId, Token));
        Assert.Equal(_userId, await Silo.Grains.GetGrain<IEmailGrain>(EmailKeys.Of(" ann@example.org ")).ClaimAsync(other, Token));
    }

    [Fact]
    public async Task An_account_comes_with_a_drive_of_its_quota()
    {
        var account = await CreateAsync();

        var drive = await Silo.Grains.GetGrain<IDriveGrain>(account.DriveId).GetSummaryAsync(Token);
        await User.SetQuotaAsync(99, Token);

        Assert.Equal((_userId, 1234), (drive.OwnerId, drive.QuotaBytes));
        Assert.Equal(99, (await Silo.Grains.GetGrain<IDriveGrain>(account.DriveId).GetSummaryAsync(Token)).QuotaBytes);
    }

    [Fact]
    public async Task A_token_opens_its_device_until_it_is_revoked_and_no_other_opens_it()
    {
        var account = await CreateAsync();
        Assert.True(await User.AddDeviceAsync(_deviceId, "laptop", [.. _tokenHash], Token));

        var identity = await Device.AuthenticateAsync([.. _tokenHash], Token);
        Assert.Equal((_userId, account.DriveId), (identity!.UserId, identity.DriveId));
        Assert.Null(await Device.AuthenticateAsync([.. SHA256.HashData("guess"u8)], Token));

        Assert.True(await User.RevokeDeviceAsync(_deviceId, Token));
        Assert.Null(await Device.AuthenticateAsync([.. _tokenHash], Token));
        Assert.Null(await Device.AuthenticateAsync([], Token));
        Assert.Empty(await User.ListDevicesAsync(Token));
    }

    private Task<Account> CreateAsync() => User.CreateAsync(
        new AccountCreation { Email = "a@b", PasswordHash = "hash", IsAdministrator = false, QuotaBytes = 1234 }, Token);
}
