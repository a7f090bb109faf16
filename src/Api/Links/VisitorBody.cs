using System.IO.Pipelines;
using FileStorage.Api.Files;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Links;

/// <summary>What a visitor sends to be stored.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="Length">How many, where that was told.</param>
/// <param name="Sha256">What they must hash to, where that was told.</param>
/// <param name="Checksum">The same by another hash.</param>
internal sealed record VisitorBody(PipeReader Body, long? Length, ChunkId? Sha256 = null, ContentChecksum? Checksum = null);
