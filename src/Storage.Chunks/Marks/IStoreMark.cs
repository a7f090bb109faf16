using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Marks;

/// <summary>
/// A short text in a store, replaced by whoever deletes there and by nobody else: two who do not know of each other, as a server and a copy of its
/// database, meet in it.
/// </summary>
public interface IStoreMark
{
    /// <summary>Which kind of store this is.</summary>
    ChunkStoreKind Kind { get; }

    /// <summary>Where the store is, for messages; without any secret.</summary>
    string Place { get; }

    /// <summary>The text, or null where nobody has left one.</summary>
    /// <exception cref="IOException">The store does not answer.</exception>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text durably; false where another one than <paramref name="expected"/> (null: none) is there.</summary>
    /// <exception cref="IOException">The store does not answer; whether the text was replaced is unknown.</exception>
    Task<bool> TryReplaceAsync(string? expected, string replacement, CancellationToken cancellationToken);
}
