using FileStorage.Core.Entries;
using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Trees;

/// <summary>An entry of the drive, as the server last told it.</summary>
internal sealed class RemoteNode(RemoteEntry entry)
{
    public RemoteEntry Entry { get; set; } = entry;

    public Guid Id => Entry.Id;

    public Guid ParentId => Entry.ParentId;

    public string Name => Entry.Name;

    public bool IsFolder => Entry.Kind is EntryKind.Folder;

    /// <summary>Null for a root, for what is not live, and for a child that came before its parent.</summary>
    public RemoteNode? Parent { get; set; }

    public ChildIndex<RemoteNode>? Children { get; set; }

    /// <summary>When the server's news last told of it, on the engine's count of events.</summary>
    public long ToldAt { get; set; }

    /// <summary>When an answer to a command of ours last told of it.</summary>
    public long AnsweredAt { get; set; }

    /// <summary>The listing that last held it; after a listing, older ones are gone.</summary>
    public int Listing { get; set; }

    public IEnumerable<RemoteNode> AllChildren => Children?.All ?? [];
}
