using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Marks;

/// <summary>The mark of a store in memory; completes synchronously.</summary>
public sealed class MemoryStoreMark : IStoreMark
{
    private string? _text;

    /// <summary>Replaces the text next time, and says that it does not know whether it did.</summary>
    public bool NextReplyIsLost { get; set; }

    public ChunkStoreKind Kind => ChunkStoreKind.Memory;

    public string Place => "memory";

    public Task<string?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Volatile.Read(ref _text));

    public Task<bool> TryReplaceAsync(string? expected, string replacement, CancellationToken cancellationToken)
    {
        var present = Volatile.Read(ref _text);
        var isReplaced = present == expected && ReferenceEquals(Interlocked.CompareExchange(ref _text, replacement, present), present);
        if (NextReplyIsLost)
        {
            NextReplyIsLost = false;
            throw new IOException("The reply was lost.");
        }

        return Task.FromResult(isReplaced);
    }
}
