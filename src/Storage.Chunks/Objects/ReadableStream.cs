using System.Runtime.InteropServices;

namespace FileStorage.Storage.Chunks.Objects;

internal static class ReadableStream
{
    /// <summary>A stream over these bytes, without a copy; may be read again from its start, as a repeated request does.</summary>
    public static MemoryStream Of(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
}
