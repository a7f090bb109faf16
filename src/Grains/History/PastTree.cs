using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.History;

/// <summary>A drive's tree as it was at a moment, for looking at: what is now, and over it what was different.</summary>
internal sealed class PastTree(IDriveStore store, IFileStore files, DriveTree tree, Guid driveId, Past past)
{
    private ILookup<Guid, PastEntry>? _children;

    private ILookup<Guid, PastEntry> Children => _children ??= past.Changed
        .Where(then => then is { State: PastState.Live, ParentId: not null }).ToLookup(then => then.ParentId!.Value);

    /// <summary>The item that was there, with the path it had; null where there was none.</summary>
    public async ValueTask<PastItem?> FindAsync(PastAddress address, CancellationToken cancellationToken) =>
        await LocateAsync(address, cancellationToken) is { } entry && await FindPathAsync(entry, cancellationToken) is { } path
            ? await ShowAsync(entry, cancellationToken) with { Path = path }
            : null;

    /// <summary>The items of a folder after a name, one more than <paramref name="size"/> if there are more; null where there was no such folder.</summary>
    public async ValueTask<List<PastItem>?> ListAsync(PastAddress address, string? afterName, int size, CancellationToken cancellationToken)
    {
        if (await FindAsync(address, cancellationToken) is not { Kind: EntryKind.Folder } folder)
        {
            return null;
        }

        var changed = Children[folder.Id].Where(then => NameOrder.Instance.Compare(then.Name, afterName) > 0)
            .OrderBy(then => then.Name, NameOrder.Instance).ToList();
        var found = new List<PastEntry>();
        string? after = afterName;
        bool more;
        do
        {
            var page = await store.ListChildrenAsync(driveId, folder.Id, after, size + 1, cancellationToken);
            more = page.Count == size + 1;
            after = more ? page[^1].Name : null;
            found.AddRange(page.Where(row => past.Find(row.Id) is null).Select(PastEntry.Of));
        }
        while (more && found.Count <= size);

        // Of what changed only so much as there was looked at of the rest.
        var listed = found.Concat(changed.Where(then => after is null || NameOrder.Instance.Compare(then.Name, after) <= 0))
            .OrderBy(then => then.Name, NameOrder.Instance).Take(size + 1);
        var items = new List<PastItem>();
        foreach (var entry in listed)
        {
            items.Add(await ShowAsync(entry, cancellationToken));
        }

        return items;
    }

    private async ValueTask<PastEntry?> LocateAsync(PastAddress address, CancellationToken cancellationToken)
    {
        if (address.ItemId != Guid.Empty)
        {
            return await ThenAsync(address.ItemId, cancellationToken);
        }

        var entry = await ThenAsync(driveId, cancellationToken);
        foreach (var name in address.Path)
        {
            if (entry is not { Kind: EntryKind.Folder, Id: var folderId })
            {
                return null;
            }

            entry = Children[folderId].FirstOrDefault(then => then.Name == name)
                ?? (await tree.FindChildAsync(new ChildKey(folderId, name), cancellationToken) is { } row && past.Find(row.Id) is null
                    ? PastEntry.Of(row)
                    : null);
        }

        return entry;
    }

    // Null where it was not reachable.
    private async ValueTask<ImmutableArray<string>?> FindPathAsync(PastEntry entry, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var current = entry;
        while (current.Id != driveId)
        {
            if (current is not { State: PastState.Live, ParentId: { } parentId }
                || await ThenAsync(parentId, cancellationToken) is not { } above)
            {
                return null;
            }

            names.Add(current.Name);
            current = above;
        }

        names.Reverse();
        return [.. names];
    }

    private async ValueTask<PastEntry?> ThenAsync(Guid id, CancellationToken cancellationToken) =>
        past.Find(id) ?? (await tree.FindAsync(id, cancellationToken) is { } row && row.DriveId == driveId ? PastEntry.Of(row) : null);

    private async ValueTask<PastItem> ShowAsync(PastEntry then, CancellationToken cancellationToken)
    {
        var item = new PastItem
        {
            Id = then.Id,
            ParentId = then.ParentId ?? Guid.Empty,
            Name = then.Name,
            Kind = then.Kind,
            SizeBytes = then.SizeBytes,
            VersionId = then.VersionId ?? Guid.Empty,
            VersionNumber = then.VersionNumber,
        };
        var now = await tree.FindAsync(then.Id, cancellationToken);
        if (now is null or { State: EntryState.Purging })
        {
            return item with { IsGone = true };
        }

        if (now.VersionId == then.VersionId)
        {
            return item with
            {
                Sha256 = now.ContentHash,
                ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ModifiedUnixMilliseconds),
                Executable = now.Executable,
            };
        }

        return await files.FindVersionAsync(driveId, then.Id, then.VersionNumber, cancellationToken) is { State: VersionState.Kept } version
            ? item with
            {
                Sha256 = version.ContentHash,
                ModifiedAt = DateTimeOffset.FromUnixTimeMilliseconds(version.ModifiedUnixMilliseconds),
                Executable = version.Executable,
            }
            : item with { IsGone = true };
    }
}
