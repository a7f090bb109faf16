namespace FileStorage.Sync.Local;

/// <summary>A file or folder as the file system shows it without opening it. Equal observations mean an unchanged file.</summary>
public sealed record LocalEntry
{
    public required LocalKey Key { get; init; }

    /// <summary>As the file system spells it, which need not be NFC; empty for the root.</summary>
    public required string Name { get; init; }

    public required LocalKind Kind { get; init; }

    /// <summary>0 for folders.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Modification time, in ticks of 100 ns (UTC).</summary>
    public required long ModifiedTicks { get; init; }

    /// <summary>Change time of the inode, in ticks: no program can set it back, and a rename changes it too.</summary>
    public required long ChangedTicks { get; init; }

    public required bool Executable { get; init; }

    /// <summary>Whether the content cannot have changed between the two observations; a rename between them does not matter.</summary>
    public bool HasSameContentAs(LocalEntry other) =>
        Key == other.Key && Kind == other.Kind && SizeBytes == other.SizeBytes && ModifiedTicks == other.ModifiedTicks;
}
