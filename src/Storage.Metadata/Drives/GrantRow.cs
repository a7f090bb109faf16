using FileStorage.Core.Sharing;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>What somebody was granted on an entry; one a grantee and entry. Kept for a while after it was taken back.</summary>
public sealed record GrantRow
{
    public required Guid DriveId { get; init; }

    public required Guid EntryId { get; init; }

    public required GranteeKind Kind { get; init; }

    /// <summary>Empty for <see cref="GranteeKind.Everyone"/>.</summary>
    public required Guid GranteeId { get; init; }

    /// <summary>Null: taken back.</summary>
    public required Role? Role { get; init; }

    /// <summary>What people call the grantee.</summary>
    public required string Label { get; init; }

    /// <summary>The account that made it.</summary>
    public required Guid GrantedBy { get; init; }

    public required long AtUnixMilliseconds { get; init; }

    /// <summary>The journal number of its last change.</summary>
    public required long Number { get; init; }

    /// <summary>Whether the grantee was told of the last change: the outbox of the drive.</summary>
    public required bool IsTold { get; init; }
}
