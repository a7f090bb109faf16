namespace FileStorage.Grains.Accounts;

/// <summary>What is known of registrations, as stored. The property names are a stored format.</summary>
internal sealed class RegistrationDocument
{
    public Guid? AdministratorId { get; set; }

    /// <summary>Further administrators; the one above is always one.</summary>
    public List<Guid> OtherAdministratorIds { get; set; } = [];

    /// <summary>SHA-256 of invites that are good for one account each.</summary>
    public List<byte[]> InviteHashes { get; set; } = [];

    /// <summary>Who used an invite, so that a repeated registration gets the same answer.</summary>
    public List<Guid> InvitedUserIds { get; set; } = [];
}
