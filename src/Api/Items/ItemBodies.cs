using System.Collections.Immutable;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Files;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
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

    /// <summary>What was stored, and what became of a conflict.</summary>
    public static ItemBody Of(CommittedFile file)
    {
        var body = Of(file.Entry, file.Path);
        return file.Conflict is { } conflict
            ? body with { Conflict = new ConflictBody { Outcome = NameOf(conflict.Outcome), With = Of(conflict.With, path: null) } }
            : body;
    }

    /// <summary>An item of a caller's tree, with what they may do with it where it is not their own.</summary>
    public static ItemBody Of(TreeItem item, string? path) => item.View is null
        ? Of(item.Entry, path)
        : Of(item.Entry, path) with { Shared = SharedOf(item) };

    /// <summary>Whose an item is; null for the caller's own.</summary>
    public static SharedBody? SharedOf(TreeItem item) => item.View is null ? null : new SharedBody
    {
        OwnerId = item.View.OwnerId,
        Access = AccessOf(item.Rights),
        Mounted = item.IsMount,
    };

    /// <summary>An item with its path, where it has one.</summary>
    public static ItemBody WithPath(TreeItem item) => Of(item, PathOf(item.Entry));

    /// <summary>An entry that came with its path.</summary>
    public static ItemBody WithPath(Entry entry) => Of(entry, PathOf(entry));

    /// <summary>The path that an entry came with; null where it has no place in the caller's tree.</summary>
    public static string? PathOf(Entry entry) => entry.Path.IsDefault ? null : EntryPath.Of(entry.Path).ToString();

    /// <summary>What people call what somebody may do.</summary>
    public static string AccessOf(Rights rights) =>
        rights.HasFlag(Rights.Share) ? "admin" : rights.HasFlag(Rights.Change) ? "write" : rights.HasFlag(Rights.Read) ? "read" : "upload";

    private static string NameOf(ConflictOutcome outcome) => outcome switch
    {
        ConflictOutcome.Same => "same",
        ConflictOutcome.Merged => "merged",
        ConflictOutcome.Copied => "copied",
        ConflictOutcome.Overwritten => "overwritten",
        ConflictOutcome.Restored => "restored",
        ConflictOutcome.Recreated => "recreated",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

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
