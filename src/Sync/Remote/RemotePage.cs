namespace FileStorage.Sync.Remote;

/// <summary>
/// News of a drive, each entry as it is now. A child may come before its parent: the tree is whole once <see cref="HasMore"/> is
/// false. The cursor is kept together with what the entries changed, in one write.
/// </summary>
public sealed record RemotePage(IReadOnlyList<RemoteEntry> Entries, string Cursor, bool HasMore);
