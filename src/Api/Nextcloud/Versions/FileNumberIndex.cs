using System.Collections.Concurrent;
using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;

namespace FileStorage.Api.Nextcloud.Versions;

/// <summary>
/// Finds a file by the number that clients were told. The number is a hash, so it is looked for among what the caller sees, a bounded part of
/// it, and remembered.
/// </summary>
internal sealed class FileNumberIndex
{
    private const int MaxKept = 100_000;
    private const int MaxVisited = 200_000;

    private readonly ConcurrentDictionary<long, Guid> _known = new();

    /// <summary>Null where the caller sees no such file.</summary>
    public async Task<TreeItem?> FindAsync(Caller caller, long number, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(number, out var id))
        {
            return await caller.Tree.FindAsync(id, cancellationToken);
        }

        var root = (await caller.Tree.ResolveAsync([], cancellationToken)).Deepest;
        var pending = new Stack<TreeItem>([root]);
        var visited = 0;
        while (pending.TryPop(out var folder))
        {
            string? after = null;
            do
            {
                if (await caller.Tree.ListAsync(folder, after, Paging.MaxLimit, cancellationToken) is not var (items, next))
                {
                    break;
                }

                foreach (var item in items)
                {
                    Remember(item.Entry.Id);
                    if (item.Entry.Kind == EntryKind.Folder)
                    {
                        pending.Push(item);
                    }
                    else if (FileNumbers.Of(item.Entry.Id) == number)
                    {
                        return item;
                    }
                }

                visited += items.Length;
                after = next;
            }
            while (after is not null && visited < MaxVisited);

            if (visited >= MaxVisited)
            {
                break;
            }
        }

        return null;
    }

    private void Remember(Guid id)
    {
        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        _known[FileNumbers.Of(id)] = id;
    }
}
