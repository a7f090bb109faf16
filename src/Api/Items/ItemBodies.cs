using System.Collections.Immutable;
using FileStorage.Api.Contracts.Items;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Items;

/// <summary>Entries as bodies.</summary>
internal static class ItemBodies
{
    /// <param name="entry">The entry.</param>
    /// <param name="path">Where it is, or null to leave the path out.</param>
    public static ItemBody Of(Entry entry, string? path) => new()
    {
        Id = entry.Id,
        ParentId = entry.ParentId,
        Name = entry.Name,
        Path = path,
        Kind = entry.Kind == EntryKind.File ? "file" : "folder",
        Etag = entry.Etag,
        Size = entry.SizeBytes,
        Version = entry.VersionNumber,
        VersionId = entry.Kind == EntryKind.File ? entry.VersionId : null,
        Sha256 = entry.Sha256,
        ModifiedAt = entry.ModifiedAt,
        Executable = entry.Executable,
        TrashedAt = entry.TrashedAt,
    };

    /// <summary>An entry that came with its path.</summary>
    public static ItemBody WithPath(Entry entry) => Of(entry, EntryPath.Of(entry.Path).ToString());

    /// <summary>A page; <paramref name="withPaths"/> says whether the drive gave the paths.</summary>
    public static ItemPageBody Page(ImmutableArray<Entry> entries, bool withPaths, string? next)
    {
        var items = new ItemBody[entries.Length];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = withPaths ? WithPath(entries[index]) : Of(entries[index], path: null);
        }

        return new ItemPageBody { Items = items, Next = next };
    }
}
