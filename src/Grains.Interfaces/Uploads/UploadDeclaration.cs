using FileStorage.Core.Conflicts;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>What a resumable upload will become. Kept unchanged from its creation to its end.</summary>
[GenerateSerializer, Immutable, Alias("upload.declaration")]
public sealed record UploadDeclaration
{
    [Id(0)] public required Guid UserId { get; init; }

    [Id(1)] public required Guid DeviceId { get; init; }

    [Id(2)] public required Guid DriveId { get; init; }

    /// <summary>The entry that gets the version: an existing file, or the id of the one to be made.</summary>
    [Id(3)] public required Guid FileId { get; init; }

    [Id(4)] public required Guid ParentId { get; init; }

    [Id(5)] public required string Name { get; init; }

    [Id(6)] public required VersionPrecondition Precondition { get; init; }

    [Id(7)] public Guid ExpectedVersionId { get; init; }

    [Id(8)] public required StoredManifest Manifest { get; init; }

    [Id(9)] public required DateTimeOffset ModifiedAt { get; init; }

    [Id(10)] public required bool Executable { get; init; }

    [Id(11)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What to do about a conflict; null where the precondition says all. Whoever completes the upload carries it out.</summary>
    [Id(12)] public ConflictPolicy? Conflict { get; init; }

    /// <summary>The version that was edited, where that is known.</summary>
    [Id(13)] public Guid? BaseVersionId { get; init; }
}
