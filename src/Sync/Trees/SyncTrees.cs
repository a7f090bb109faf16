using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Local;
using FileStorage.Sync.State;

namespace FileStorage.Sync.Trees;

/// <summary>The three trees, and which local file or folder belongs to which entry.</summary>
internal sealed class SyncTrees(RemoteTree remote, LocalTree local, SyncedTree synced, IPlacesInUse places)
{
    private const int MostDepth = 256;

    private readonly Dictionary<LocalKey, (ContentMark Mark, ChunkId Sha256)> _hashes = [];

    public RemoteTree Remote => remote;

    public LocalTree Local => local;

    public SyncedTree Synced => synced;

    public Contradictions Contradictions { get; } = new();

    /// <summary>The local counterpart of a synced entry: what has its key, or what has taken its name.</summary>
    public LocalNode? LocalOf(SyncedNode node) => LocalOf(node, depth: 0);

    private LocalNode? LocalOf(SyncedNode node, int depth)
    {
        var byKey = local.Find(node.Key);
        if (byKey is not null && byKey.IsFolder == node.IsFolder && byKey.Entry.Kind is not LocalKind.Special)
        {
            return IsBackup(byKey, node) && FindNewcomer(node, depth) is { } saved ? saved : byKey;
        }

        return FindNewcomer(node, depth);
    }

    /// <summary>What a local file or folder was last synced with.</summary>
    public SyncedNode? SyncedOf(LocalNode node)
    {
        var byKey = synced.FindByKey(node.Key);
        if (byKey is not null)
        {
            return LocalOf(byKey) == node ? byKey : null;
        }

        return node.Parent is { } parent && IdOf(parent) is { } parentId
            && synced.FindByPlace(parentId, node.NormalName) is { } byPlace && byPlace.IsFolder == node.IsFolder && LocalOf(byPlace) == node
            ? byPlace
            : null;
    }

    /// <summary>The entry's id of a local folder; null where the drive does not know it.</summary>
    public Guid? IdOf(LocalNode folder) => folder == local.Root ? remote.Root?.Id : SyncedOf(folder)?.Id;

    /// <summary>The local folder of an entry's id.</summary>
    public LocalNode? LocalFolderOf(Guid id) =>
        id == remote.Root?.Id ? local.Root : synced.Find(id) is { IsFolder: true } node ? LocalOf(node) : null;

    public void RememberHash(LocalEntry file, ChunkId sha256) => _hashes[file.Key] = (ContentMark.Of(file), sha256);

    public void ForgetHash(LocalKey key) => _hashes.Remove(key);

    /// <summary>SHA-256 of a local file that was read since it last changed.</summary>
    public ChunkId? HashOf(LocalNode file) =>
        _hashes.TryGetValue(file.Key, out var known) && known.Mark == ContentMark.Of(file.Entry) ? known.Sha256 : null;

    public LocalPath PathOf(RemoteNode node)
    {
        var names = new List<string>();
        for (var next = node; next is not null && next.Id != remote.Root?.Id; next = next.Parent)
        {
            names.Add(next.Name);
        }

        names.Reverse();
        return new LocalPath(string.Join('/', names));
    }

    /// <summary>Where a synced entry was; null where a folder above it is no longer known.</summary>
    public LocalPath? PathOf(SyncedNode node)
    {
        var names = new List<string>();
        for (var next = node; ;)
        {
            names.Add(next.Name);
            if (next.ParentId == remote.Root?.Id)
            {
                break;
            }

            // Deeper than any drive allows: two folders that hold each other, in the middle of moves.
            if (names.Count > MostDepth || synced.Find(next.ParentId) is not { } parent)
            {
                return null;
            }

            next = parent;
        }

        names.Reverse();
        return new LocalPath(string.Join('/', names));
    }

    /// <summary>
    /// Programs save by renaming the old file and writing a new one under its name. Then the name tells which file it is, not the key.
    /// </summary>
    private bool IsBackup(LocalNode file, SyncedNode node) =>
        node.Kind is EntryKind.File
        && file.NormalName != node.Name
        && remote.Find(node.Id) is { } told && told.ParentId == node.ParentId && told.Name == node.Name
        && file.Parent is { } folder && IdOf(folder) == node.ParentId;

    /// <summary>What lies at the synced place and was never synced itself.</summary>
    private LocalNode? FindNewcomer(SyncedNode node, int depth)
    {
        // Deeper than any drive allows: two folders that hold each other, in the middle of moves.
        if (depth > MostDepth)
        {
            return null;
        }

        var folder = node.ParentId == remote.Root?.Id ? local.Root
            : synced.Find(node.ParentId) is { IsFolder: true } parent ? LocalOf(parent, depth + 1)
            : null;
        var found = folder?.Children?.Find(node.Name);
        return found is not null && found.IsFolder == node.IsFolder && found.Entry.Kind is not LocalKind.Special
            && synced.FindByKey(found.Key) is null && places.FindUser(found.Parent!.Key, found.NormalName) is null
            ? found
            : null;
    }
}
