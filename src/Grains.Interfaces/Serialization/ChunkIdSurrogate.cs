using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Serialization;

/// <summary>Carries <see cref="ChunkId"/>, which knows nothing of Orleans, between silos.</summary>
[GenerateSerializer, Immutable, Alias("surrogate.chunk-id")]
public struct ChunkIdSurrogate
{
    [Id(0)] public byte[] Hash { get; set; }
}
