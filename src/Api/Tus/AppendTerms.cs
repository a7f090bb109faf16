using FileStorage.Api.Files;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Tus;

/// <summary>A body that is to be appended to an upload.</summary>
internal sealed record AppendTerms
{
    public required IAppendUploadGrain Upload { get; init; }

    /// <summary>By which the upload knows who appends.</summary>
    public required Guid Writer { get; init; }

    /// <summary>The upload as it stood when the writer took it.</summary>
    public required AppendState State { get; init; }

    public required ChunkReference Reference { get; init; }

    /// <summary>What the body must hash to, where that was told: then all of it is kept or nothing.</summary>
    public ContentChecksum? Checksum { get; init; }

    /// <summary>What the whole file must hash to, where that was told.</summary>
    public ContentChecksum? WholeChecksum { get; init; }
}
