using System.Buffers.Binary;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Content;

/// <summary>
/// The body of POST /uploads/{id}/chunks: per chunk 32 bytes of id, 4 bytes of length (big-endian), the bytes. The bytes stay where
/// they are; nothing is copied.
/// </summary>
internal static class ChunksContent
{
    public const string MediaType = "application/vnd.filestorage.chunks";

    /// <summary>Most bytes of one body, frames included.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    public const int FrameBytes = ChunkId.Bytes + sizeof(int);

    public static HttpContent Of(IReadOnlyList<ChunkBytes> chunks)
    {
        var frames = new byte[chunks.Count * FrameBytes];
        var parts = new List<ReadOnlyMemory<byte>>(chunks.Count * 2);
        for (var index = 0; index < chunks.Count; index++)
        {
            var frame = frames.AsMemory(index * FrameBytes, FrameBytes);
            chunks[index].Id.CopyTo(frame.Span);
            BinaryPrimitives.WriteInt32BigEndian(frame.Span[ChunkId.Bytes..], chunks[index].Bytes.Length);
            parts.Add(frame);
            parts.Add(chunks[index].Bytes);
        }

        return new PartsContent(parts, MediaType);
    }
}
