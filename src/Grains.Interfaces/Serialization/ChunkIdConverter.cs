using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Serialization;

/// <inheritdoc cref="ChunkIdSurrogate"/>
[RegisterConverter]
public sealed class ChunkIdConverter : IConverter<ChunkId, ChunkIdSurrogate>
{
    public ChunkId ConvertFromSurrogate(in ChunkIdSurrogate surrogate) => new(surrogate.Hash);

    public ChunkIdSurrogate ConvertToSurrogate(in ChunkId value) => new() { Hash = value.ToByteArray() };
}
