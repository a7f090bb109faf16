using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>An upload as it stands.</summary>
[GenerateSerializer, Immutable, Alias("upload.state")]
public sealed record UploadState
{
    [Id(0)] public required UploadDeclaration Declaration { get; init; }

    /// <summary>What completing it led to, or null while it is open.</summary>
    [Id(1)] public required CommitOutcome? Outcome { get; init; }
}
