using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>A part of a file that came whole: its bytes are durable and held.</summary>
[GenerateSerializer, Immutable, Alias("upload.part")]
public sealed record UploadPart
{
    [Id(0)] public required Guid PartId { get; init; }

    /// <summary>As the client calls it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>By which the parts are put in order.</summary>
    [Id(2)] public required long Order { get; init; }

    /// <summary>Where in the file it begins, where the client told it.</summary>
    [Id(3)] public long? Offset { get; init; }

    [Id(4)] public required StoredManifest Manifest { get; init; }

    [Id(5)] public required DateTimeOffset CameAt { get; init; }
}
