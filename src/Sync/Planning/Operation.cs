using FileStorage.Sync.Local;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Planning;

/// <summary>
/// One step towards equal trees. It names what it is about by id and key, not by path: where that lies by now is looked up when the step is taken.
/// </summary>
internal abstract record Operation
{
    private Operation()
    {
    }

    public required Subject Subject { get; init; }

    /// <summary>Whether it only changes what is remembered, and is done at once.</summary>
    public bool IsBookkeeping => this is Agree or Forget;

    /// <summary>Both sides are the same already, or as good as: remembers it.</summary>
    public sealed record Agree(SyncedNode Node) : Operation;

    /// <summary>The two sides have nothing to do with each other any more.</summary>
    public sealed record Forget(IReadOnlyList<Guid> Ids) : Operation;

    public sealed record MakeLocalFolder(LocalKey ParentKey, string Name) : Operation;

    /// <summary>A new file, or a new version in place of the local one.</summary>
    public sealed record Download(LocalKey ParentKey, string Name, LocalKey? ReplacedKey) : Operation;

    /// <summary>Makes one text of the local edit and the server's, in place of the local one; it is then an edit of the server's.</summary>
    public sealed record Merge(LocalKey Key, Guid BaseVersionId, bool Executable) : Operation;

    public sealed record MoveLocal(LocalKey Key, LocalKey ParentKey, string Name, MoveReason Reason) : Operation;

    public sealed record RemoveLocal(LocalKey Key) : Operation;

    /// <summary>Only times and the executable bit differ.</summary>
    public sealed record SetAttributes(LocalKey Key) : Operation;

    /// <summary>Reads a local file to learn whether its content is known already.</summary>
    public sealed record Hash(LocalKey Key) : Operation;

    public sealed record MakeRemoteFolder(LocalKey Key, Guid ParentId, string Name) : Operation;

    /// <summary>A new file (no <paramref name="FileId"/>) or a new version.</summary>
    public sealed record Upload(LocalKey Key, Guid? FileId, string? ExpectedEtag, Guid ParentId, string Name) : Operation;

    public sealed record MoveRemote(Guid ParentId, string Name) : Operation;

    /// <param name="IsFolder">A folder goes with all below it, and only if nothing in it is new to us.</param>
    /// <param name="Weight">How many synced entries go.</param>
    public sealed record TrashRemote(bool IsFolder, int Weight) : Operation;
}
