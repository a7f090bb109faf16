using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// What the chunk store needs of an object store: whole objects under names of our choice. Every method tries again, with growing
/// pauses, as often as the settings say, and then throws <see cref="ObjectStoreException"/>. Safe for several threads.
/// </summary>
internal interface IObjectContainer : IDisposable
{
    ChunkStoreKind Kind { get; }

    /// <summary>Where it is, for messages; without any secret.</summary>
    string Place { get; }

    /// <summary>Makes the container where it is missing.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Stores an object. On return it is durable, and the server has compared it with our checksum.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Reads an object into <paramref name="destination"/> and returns its length, which may be more than the destination holds, less than it
    /// said (the connection was cut too often), or -1 where there is none.
    /// </summary>
    Task<long> ReadAsync(string name, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Every object whose name begins so, a page at a time.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>A small document, or null.</summary>
    Task<TaggedText?> ReadTextAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a small document if the present one has this tag (null: if there is none). False where somebody else was first. A server that
    /// knows no conditions writes it in any case.
    /// </summary>
    Task<bool> TryWriteTextAsync(string name, string text, string? tag, CancellationToken cancellationToken);
}
