namespace FileStorage.Grains.Accounts;

/// <summary>A user as stored. The property names are a stored format.</summary>
internal sealed class UserDocument
{
    public string Email { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    public bool IsAdministrator { get; set; }

    public Guid DriveId { get; set; }

    public long QuotaBytes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set once the account is being deleted: nobody gets in any more.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Devices that are not revoked.</summary>
    public List<Guid> DeviceIds { get; set; } = [];

    /// <summary>Groups that the account is in.</summary>
    public List<Guid> GroupIds { get; set; } = [];
}
