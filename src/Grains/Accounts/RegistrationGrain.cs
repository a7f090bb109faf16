using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Storage.Metadata.Claims;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Accounts;

/// <inheritdoc cref="IRegistrationGrain"/>
[GrainType("registration")]
internal sealed class RegistrationGrain(
    [PersistentState("registration", MetadataServices.DocumentStorage)] IPersistentState<RegistrationDocument> document, IClaimStore claims)
    : Grain, IRegistrationGrain
{
    private const int MaxPage = 1000;
    private const int InviteBytes = 16;

    /// <summary>Invites that may be open at once, and users remembered as invited.</summary>
    private const int MaxRemembered = 10_000;

    public async Task<Admission> AdmitAsync(
        Guid userId, RegistrationPolicy policy, string? invite, CancellationToken cancellationToken)
    {
        if (document.State.AdministratorId is null)
        {
            document.State.AdministratorId = userId;
            await document.WriteOrRetireAsync(this);
        }

        if (document.State.AdministratorId == userId)
        {
            return Admission.AdmittedAsAdministrator;
        }

        return policy switch
        {
            RegistrationPolicy.Open => Admission.AdmittedAsUser,
            RegistrationPolicy.Closed => Admission.Refused,
            RegistrationPolicy.Invite => await UseInviteAsync(userId, invite) ? Admission.AdmittedAsUser : Admission.Refused,
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
        };
    }

    public async Task<string> CreateInviteAsync(CancellationToken cancellationToken)
    {
        if (document.State.InviteHashes.Count >= MaxRemembered)
        {
            throw new InvalidOperationException($"{MaxRemembered} invites are open.");
        }

        var invite = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(InviteBytes));
        document.State.InviteHashes.Add(HashOf(invite));
        await document.WriteOrRetireAsync(this);
        return invite;
    }

    public async Task<bool> SetAdministratorAsync(Guid userId, bool isAdministrator, CancellationToken cancellationToken)
    {
        var state = document.State;
        var isOne = state.AdministratorId == userId || state.OtherAdministratorIds.Contains(userId);
        if (isOne == isAdministrator)
        {
            return true;
        }

        if (isAdministrator)
        {
            state.OtherAdministratorIds.Add(userId);
        }
        else if (!state.OtherAdministratorIds.Remove(userId))
        {
            if (state.OtherAdministratorIds.Count == 0)
            {
                return false;
            }

            state.AdministratorId = state.OtherAdministratorIds[0];
            state.OtherAdministratorIds.RemoveAt(0);
        }

        await document.WriteOrRetireAsync(this);
        return true;
    }

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => Task.FromResult(document.State.AdministratorId is null);

    public async Task<AccountListing> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var page = await claims.ListAsync(EmailGrain.ClaimKind, after, size + 1, cancellationToken);
        return new AccountListing
        {
            UserIds = [.. page.Take(size).Select(claim => claim.OwnerId)],
            Next = page.Count > size ? page[size - 1].Key : null,
        };
    }

    private async Task<bool> UseInviteAsync(Guid userId, string? invite)
    {
        if (document.State.InvitedUserIds.Contains(userId))
        {
            return true;
        }

        var hash = HashOf(invite ?? "");
        if (document.State.InviteHashes.RemoveAll(known => CryptographicOperations.FixedTimeEquals(known, hash)) == 0)
        {
            return false;
        }

        document.State.InvitedUserIds.Add(userId);
        if (document.State.InvitedUserIds.Count > MaxRemembered)
        {
            document.State.InvitedUserIds.RemoveAt(0);
        }

        await document.WriteOrRetireAsync(this);
        return true;
    }

    private static byte[] HashOf(string invite) => SHA256.HashData(Encoding.UTF8.GetBytes(invite));
}
