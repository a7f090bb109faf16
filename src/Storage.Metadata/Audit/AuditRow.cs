using System.Buffers.Binary;
using FileStorage.Core.Auditing;

namespace FileStorage.Storage.Metadata.Audit;

/// <summary>Something that somebody did. Never changes once it is written.</summary>
public sealed record AuditRow
{
    /// <summary>Of version 7: its time is when it happened, and rows sort by it.</summary>
    public required Guid Id { get; init; }

    public required AuditKind Kind { get; init; }

    public AuditOutcome Outcome { get; init; }

    /// <summary>The account that did it; null where nobody was signed in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The account whose item or account it was done to; null where that is the actor's own.</summary>
    public Guid? OwnerId { get; init; }

    public Guid? DeviceId { get; init; }

    /// <summary>The remote address, as text.</summary>
    public string? Address { get; init; }

    public Guid? DriveId { get; init; }

    public Guid? ItemId { get; init; }

    /// <summary>What people call the other side: an e-mail address, a group, a link.</summary>
    public string? Other { get; init; }

    /// <summary>A JSON object of strings, or null.</summary>
    public string? Detail { get; init; }

    public long AtUnixMilliseconds => TimeOf(Id);

    /// <summary>The lowest id of a time: every id of then or later is not below it.</summary>
    public static Guid FirstIdAt(long unixMilliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, unixMilliseconds) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    private static long TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }
}
