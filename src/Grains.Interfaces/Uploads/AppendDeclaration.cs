using System.Collections.Immutable;
using FileStorage.Core.Conflicts;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>What an upload that comes in order is to become, as whoever began it said. Kept unchanged from its creation to its end.</summary>
[GenerateSerializer, Immutable, Alias("upload.append-declaration")]
public sealed record AppendDeclaration
{
    [Id(0)] public required Guid UserId { get; init; }

    /// <summary>Within which its operation is known: the caller's own.</summary>
    [Id(1)] public required Guid CallerDriveId { get; init; }

    /// <summary>The drive that pays for the bytes.</summary>
    [Id(2)] public required Guid DriveId { get; init; }

    /// <summary>Where it goes: by path, by folder and name, or the file itself. All null for a piece of another upload.</summary>
    [Id(3)] public string? Path { get; init; }

    [Id(4)] public bool MakeParents { get; init; }

    [Id(5)] public Guid? ParentId { get; init; }

    [Id(6)] public string? Name { get; init; }

    [Id(7)] public Guid? ItemId { get; init; }

    /// <summary>The preconditions of the commit.</summary>
    [Id(8)] public bool MustBeAbsent { get; init; }

    [Id(9)] public bool MustBePresent { get; init; }

    [Id(10)] public ImmutableArray<string> Matches { get; init; } = [];

    [Id(11)] public ImmutableArray<string> Differs { get; init; } = [];

    /// <summary>What to do about a conflict; null where the preconditions say all.</summary>
    [Id(12)] public ConflictPolicy? Conflict { get; init; }

    [Id(13)] public Guid? BaseVersionId { get; init; }

    /// <summary>Null: when it is committed.</summary>
    [Id(14)] public DateTimeOffset? ModifiedAt { get; init; }

    [Id(15)] public bool Executable { get; init; }

    /// <summary>What the whole must hash to, as ownCloud writes it ("SHA1:…"); null where nobody said.</summary>
    [Id(16)] public string? Checksum { get; init; }

    /// <summary>Null where it is told later.</summary>
    [Id(17)] public long? LengthBytes { get; init; }

    /// <summary>Whether the end is told by itself, in place of being where the length is.</summary>
    [Id(18)] public bool EndsExplicitly { get; init; }

    /// <summary>Whether it is a piece of another upload, and no file.</summary>
    [Id(19)] public bool IsPartial { get; init; }

    /// <summary>What the client wrote about it, told again as it was written.</summary>
    [Id(20)] public string? Metadata { get; init; }

    /// <summary>Of what it was joined, as the client wrote that; null where it came by itself.</summary>
    [Id(21)] public string? Concatenation { get; init; }
}
