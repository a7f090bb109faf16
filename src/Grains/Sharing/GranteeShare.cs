using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Sharing;

/// <summary>One grant in a <see cref="GranteeDocument"/>. The property names are a stored format.</summary>
internal sealed class GranteeShare
{
    public Guid DriveId { get; set; }

    public Guid EntryId { get; set; }

    /// <summary>Null: taken back; kept so that a late message does not bring it back.</summary>
    public Role? Role { get; set; }

    public Guid GrantedBy { get; set; }

    public DateTimeOffset At { get; set; }

    public long Number { get; set; }
}
