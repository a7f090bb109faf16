
namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>An upload as it stands.</summary>
[GenerateSerializer, Immutable, Alias("upload.state")]
public sealed record UploadState
{
    [Id(0)] public required UploadDeclaration Declaration { get; init; }

    /// <summary>Whether its file was committed.</summary>
    [Id(1)] public required bool IsCompleted { get; init; }
}
