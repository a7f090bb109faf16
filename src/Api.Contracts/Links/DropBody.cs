using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Links;

/// <summary>What is told of a file that was put in where nothing may be seen: that it is kept.</summary>
public sealed record DropBody
{
    public required long Size { get; init; }

    /// <summary>Where the server has computed it: of files of one chunk, and where the request named it.</summary>
    public ChunkId? Sha256 { get; init; }
}
