using System.Collections.Immutable;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Files;
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

    /// <summary>What was stored, and what became of a conflict.</summary>
    public static ItemBody Of(CommittedFile file)
    {
        var body = Of(file.Entry, file.Path);
        return file.Conflict is { } conflict
            ? body with { Conflict = new ConflictBody { Outcome = NameOf(conflict.Outcome), With = Of(conflict.With, path: null) } }
            : body;
    }

    /// <summary>An entry that came with its path.</summary>
    public static ItemBody WithPath(Entry entry) => Of(entry, EntryPath.Of(entry.Path).ToString());

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
