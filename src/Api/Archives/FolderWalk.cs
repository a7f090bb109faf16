using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;

namespace FileStorage.Api.Archives;

/// <summary>Everything in a folder that somebody sees, a folder before what lies in it, a page of each folder on the way in memory.</summary>
internal static class FolderWalk
{
    private const int PageSize = 1000;

    /// <summary>Each item with its path below the folder, a slash at the end of a folder's. What goes away meanwhile is left out.</summary>
    public static async IAsyncEnumerable<(string Path, TreeItem Item)> WalkAsync(
        ITree tree, TreeItem folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var way = new Stack<Level>();
        way.Push(new Level(folder, ""));
        while (way.TryPeek(out var level))
        {
            if (level.Index == level.Items.Length)
            {
                if (level.IsAtEnd || !await level.ReadAsync(tree, cancellationToken))
                {
                    way.Pop();
                }

                continue;
            }

            var item = level.Items[level.Index++];
            if (item.Entry.Kind is EntryKind.File)
            {
                yield return (level.Path + NameOf(item), item);
                continue;
            }

            var path = $"{level.Path}{NameOf(item)}/";
            yield return (path, item);
            way.Push(new Level(item, path));
        }
    }

    /// <summary>The name as it stands in an archive: some programs take a backslash for the end of a folder's name.</summary>
    public static string NameOf(TreeItem item) => item.Entry.Name.Replace('\\', '\uFF3C');

    private sealed class Level(TreeItem folder, string path)
    {
        private string? _next;

        public string Path => path;

        public ImmutableArray<TreeItem> Items { get; private set; } = [];

        public int Index { get; set; }

        public bool IsAtEnd { get; private set; }

        /// <summary>The next page. False: the folder is not there any more.</summary>
        public async Task<bool> ReadAsync(ITree tree, CancellationToken cancellationToken)
        {
            if (await tree.ListAsync(folder, _next, PageSize, cancellationToken) is not { } page)
            {
                return false;
            }

            (Items, _next) = page;
            Index = 0;
            IsAtEnd = _next is null;
            return true;
        }
    }
}
