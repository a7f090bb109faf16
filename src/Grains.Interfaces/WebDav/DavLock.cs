using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>A lock that a WebDAV client holds: a lease, which ends by itself.</summary>
[GenerateSerializer, Immutable, Alias("dav.lock")]
public sealed record DavLock
{
    /// <summary>What its token is made of. Known to whoever holds the lock, and told to nobody else.</summary>
    [Id(0)] public required Guid Token { get; init; }

    /// <summary>The account that holds it.</summary>
    [Id(1)] public required Guid UserId { get; init; }

    /// <summary>Ids from the locked entry up to the root of its drive, as they were when it was locked.</summary>
    [Id(2)] public required ImmutableArray<Guid> Way { get; init; }

    /// <summary>Whether everything below is locked with it (Depth: infinity).</summary>
    [Id(3)] public required bool IsDeep { get; init; }

    [Id(4)] public required bool IsShared { get; init; }

    /// <summary>What the client says of its owner: the content of the owner element, as XML; empty where it said nothing.</summary>
    [Id(5)] public required string OwnerXml { get; init; }

    [Id(6)] public required int Seconds { get; init; }

    [Id(7)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The locked entry.</summary>
    public Guid EntryId => Way[0];

    /// <summary>Whether the lock covers the entry with this way to the root.</summary>
    public bool Covers(ImmutableArray<Guid> way) => way[0] == EntryId || (IsDeep && way.Contains(EntryId));

    /// <summary>Whether what it locks lies below an entry, or is the entry.</summary>
    public bool IsWithin(Guid entryId) => Way.Contains(entryId);
}
