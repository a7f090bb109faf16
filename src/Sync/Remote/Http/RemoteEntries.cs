using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Items;
using FileStorage.Core.Entries;

namespace FileStorage.Sync.Remote.Http;

/// <summary>Reads entries out of the server's answers.</summary>
internal static class RemoteEntries
{
    /// <exception cref="ResyncException">
    /// What may be seen below a mount is another than before. Rare enough that everything is listed anew, and what is not listed is gone.
    /// </exception>
    public static RemotePage PageOf(ChangesBody page) => page.Changes.Any(change => change.Kind == "reset")
        ? throw new ResyncException("What is shared with you has changed.")
        : new RemotePage([.. page.Changes.Select(change => Of(change.Item))], page.Cursor, page.More);

    public static RemoteEntry Of(ItemBody item) => new()
    {
        Id = item.Id,
        ParentId = item.ParentId,
        Name = item.Name,
        Kind = KindOf(item.Kind),
        State = item.TrashedAt is null ? RemoteState.Live : RemoteState.Trashed,
        Etag = item.Etag,
        VersionId = item.VersionId ?? Guid.Empty,
        VersionNumber = item.Version,
        SizeBytes = item.Size,
        Sha256 = item.Sha256,
        ModifiedAt = item.ModifiedAt,
        Executable = item.Executable,
    };

    public static RemoteEntry Of(ChangedItemBody item) => new()
    {
        Id = item.Id,
        ParentId = item.ParentId,
        Name = item.Name,
        Kind = KindOf(item.Kind),
        State = item.State switch
        {
            "live" => RemoteState.Live,
            "trashed" => RemoteState.Trashed,
            "purged" => RemoteState.Purged,
            _ => throw new InvalidDataException($"The server sent an item in the unknown state \"{item.State}\"."),
        },
        Etag = item.Etag,
        VersionId = item.VersionId ?? Guid.Empty,
        VersionNumber = item.VersionNumber,
        SizeBytes = item.Size,
        Sha256 = item.Sha256,
        ModifiedAt = item.ModifiedAt,
        Executable = item.Executable,
    };

    private static EntryKind KindOf(string kind) => kind switch
    {
        "file" => EntryKind.File,
        "folder" => EntryKind.Folder,
        _ => throw new InvalidDataException($"The server sent an item of the unknown kind \"{kind}\"."),
    };
}
