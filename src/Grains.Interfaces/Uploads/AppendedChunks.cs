using System.Collections.Immutable;
using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>Chunks behind what has come; all of them durable and held.</summary>
[GenerateSerializer, Immutable, Alias("upload.appended-chunks")]
public sealed record AppendedChunks
{
    /// <summary>Who appends; see <see cref="IAppendUploadGrain.TakeAsync"/>.</summary>
    [Id(0)] public required Guid Writer { get; init; }

    /// <summary>Where they begin: what has come, less what they replace.</summary>
    [Id(1)] public required long OffsetBytes { get; init; }

    /// <summary>The binary form of a <see cref="Manifest"/> of them.</summary>
    [Id(2)] public required ImmutableArray<byte> Chunks { get; init; }

    /// <summary>Whether the last chunk that has come is among them once more, cut anew together with what came behind it.</summary>
    [Id(3)] public required bool ReplacesLast { get; init; }
}
