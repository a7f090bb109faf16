using System.Text;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Ignoring;

/// <summary>
/// The scope of a synced folder: built-in rules, then <c>.filestorageignore</c> in its root, then the patterns of the command line; of what is left,
/// only the selected folders and files where any are selected.
/// </summary>
/// <param name="excluded">Patterns that win over those of the file.</param>
/// <param name="selected">Paths from the root; empty selects everything.</param>
public sealed class SyncScope(IReadOnlyList<string> excluded, IReadOnlyList<LocalPath> selected) : ISyncScope
{
    /// <summary>Syncs like any other file, so that all devices ignore the same.</summary>
    public const string FileName = ".filestorageignore";

    private const int LargestFileBytes = 1024 * 1024;

    private static readonly LocalPath FilePath = new(FileName);

    private volatile IgnoreRules _rules = RulesOf("", excluded);
    private LocalEntry? _read;

    /// <summary>The folder whose ignore file counts; null has none.</summary>
    public ILocalFolder? Folder { get; set; }

    /// <summary>Called after the rules changed.</summary>
    public Action? Changed { get; set; }

    public bool IsIncluded(LocalPath path, bool isFolder) =>
        path.IsRoot || (!_rules.Ignores(path, isFolder) && (selected.Count == 0 || IsSelected(path, isFolder)));

    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (Folder is not { } folder)
        {
            return false;
        }

        var found = await folder.FindAsync(FilePath, cancellationToken);
        var entry = found is { Kind: LocalKind.File, SizeBytes: <= LargestFileBytes } ? found : null;
        if (entry == _read)
        {
            return false;
        }

        if (await ReadAsync(folder, entry, cancellationToken) is not { } text)
        {
            // It is being written; the next look reads it.
            return false;
        }

        _rules = RulesOf(text, excluded);
        _read = entry;
        Changed?.Invoke();
        return true;
    }

    private static IgnoreRules RulesOf(string file, IReadOnlyList<string> excluded) =>
        new([.. IgnoreRules.BuiltIn, .. file.Split('\n'), .. excluded, .. IgnoreRules.BuiltIn.Take(1)]);

    private static async ValueTask<string?> ReadAsync(ILocalFolder folder, LocalEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is null)
        {
            return "";
        }

        await using var content = await folder.OpenAsync(FilePath, entry, cancellationToken);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[entry.SizeBytes];
        var length = await content.ReadAsync(0, bytes, cancellationToken);
        return await content.IsUnchangedAsync(cancellationToken) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private bool IsSelected(LocalPath path, bool isFolder)
    {
        foreach (var one in selected)
        {
            if (path.IsWithin(one) || (isFolder && one.IsWithin(path)))
            {
                return true;
            }
        }

        return false;
    }
}
