using FileStorage.Sync.Local;

namespace FileStorage.Sync.Planning;

/// <summary>What a decision is about: an entry of the drive, or a local file or folder that the drive does not know.</summary>
public readonly record struct Subject
{
    private Subject(Guid id, LocalKey key)
    {
        Id = id;
        Key = key;
    }

    /// <summary>Empty for a local one.</summary>
    public Guid Id { get; }

    /// <summary>Of a local one.</summary>
    public LocalKey Key { get; }

    public bool IsLocal => Id == Guid.Empty;

    public static Subject Of(Guid id) => new(id, default);

    public static Subject Of(LocalKey key) => new(Guid.Empty, key);
}
