using FileStorage.Sync.Local;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>A file or folder of a virtual disk.</summary>
internal sealed class VirtualNode
{
    public required LocalKey Key { get; init; }

    public required string Name { get; set; }

    public required LocalKind Kind { get; init; }

    public byte[] Content { get; set; } = [];

    /// <summary>Whether a user wrote the content and the engine has not replaced it.</summary>
    public bool IsUsers { get; set; }

    public long ModifiedTicks { get; set; }

    public long ChangedTicks { get; set; }

    public bool Executable { get; set; }

    public VirtualNode? Parent { get; set; }

    /// <summary>How its disk compares names.</summary>
    public StringComparer Names { get; init; } = StringComparer.Ordinal;

    public SortedDictionary<string, VirtualNode> Children => field ??= new(Names);

    public LocalPath Path => Parent is null ? LocalPath.Root : Parent.Path.Child(Name);

    public LocalEntry Entry => new()
    {
        Key = Key,
        Name = Name,
        Kind = Kind,
        SizeBytes = Content.Length,
        ModifiedTicks = Kind is LocalKind.Folder ? 0 : ModifiedTicks,
        ChangedTicks = Kind is LocalKind.Folder ? 0 : ChangedTicks,
        Executable = Executable,
    };

    public IEnumerable<VirtualNode> WithAllBelow()
    {
        yield return this;
        foreach (var below in Children.Values.SelectMany(child => child.WithAllBelow()))
        {
            yield return below;
        }
    }
}
