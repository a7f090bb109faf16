using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// Finds a file by the number that clients were told. Numbers are remembered as they are told; one that is not known (this process was started since, or
/// another one told it) is looked for among a bounded part of what the caller sees, by few callers at a time.
/// </summary>
internal sealed class FileNumberIndex : IDisposable
{
    private const int MaxKept = 50_000;
    private const int MaxVisited = 20_000;
    private const int MaxWalks = 2;

    private readonly SemaphoreSlim _walks = new(MaxWalks);
    private readonly Lock _lock = new();
    private Dictionary<long, Guid> _young = [];
    private Dictionary<long, Guid> _old = [];

    public void Dispose() => _walks.Dispose();

    /// <summary>Remembers the number of a file. What was told longest ago is forgotten first.</summary>
    public void Remember(Guid id)
    {
        lock (_lock)
        {
            if (_young.Count >= MaxKept)
            {
                (_old, _young) = (_young, []);
            }

            _young[FileNumbers.Of(id)] = id;
        }
    }

    /// <summary>Null where the caller sees no such file, or it would take too long to find.</summary>
    public async Task<TreeItem?> FindAsync(Caller caller, long number, CancellationToken cancellationToken)
    {
        if (Recall(number) is { } id)
        {
            return await caller.Tree.FindAsync(id, cancellationToken);
        }

        await _walks.WaitAsync(cancellationToken);
        try
        {
            return await WalkAsync(caller, number, cancellationToken);
        }
        finally
        {
            _walks.Release();
        }
    }

    private async Task<TreeItem?> WalkAsync(Caller caller, long number, CancellationToken cancellationToken)
    {
        var root = (await caller.Tree.ResolveAsync([], cancellationToken)).Deepest;
        var pending = new Queue<TreeItem>([root]);
        var visited = 0;
        while (visited < MaxVisited && pending.TryDequeue(out var folder))
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
                    if (item.Entry.Kind == EntryKind.Folder)
                    {
                        pending.Enqueue(item);
                    }
                    else if (FileNumbers.Of(item.Entry.Id) == number)
                    {
                        Remember(item.Entry.Id);
                        return item;
                    }
                }

                // A folder counts even where there is nothing in it.
                visited += items.Length + 1;
                after = next;
            }
            while (after is not null && visited < MaxVisited);
        }

        return null;
    }

    private Guid? Recall(long number)
    {
        lock (_lock)
        {
            return _young.TryGetValue(number, out var id) || _old.TryGetValue(number, out id) ? id : null;
        }
    }
}
