using FileStorage.Client.Versions;

namespace FileStorage.Tests.Client.Tests.Versions;

/// <summary>Content in memory, to read or to write.</summary>
internal sealed class MemoryContent(byte[] bytes) : IReadableContent, IWritableContent
{
    public byte[] Bytes { get; set; } = bytes;

    public bool Changed { get; set; }

    /// <summary>Called before each read, with its offset.</summary>
    public Action<long>? Reading { get; set; }

    public long SizeBytes { get; } = bytes.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Reading?.Invoke(offset);
        var length = (int)Math.Clamp(Bytes.Length - offset, 0, buffer.Length);
        Bytes.AsSpan((int)Math.Min(offset, Bytes.Length), length).CopyTo(buffer.Span);
        return ValueTask.FromResult(length);
    }

    public ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken) => ValueTask.FromResult(!Changed);

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        bytes.CopyTo(Bytes.AsMemory((int)offset));
        return ValueTask.CompletedTask;
    }
}
