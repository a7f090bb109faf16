using FileStorage.Sync.Local;

namespace FileStorage.Sync.Ignoring;

/// <summary>What is ignored: the last pattern that speaks of a path decides.</summary>
public sealed class IgnoreRules
{
    /// <summary>
    /// What is of no use to other devices, or wrong there: our own files, what editors and office programs keep while a file is open, what
    /// file managers leave behind. Few, and by names that nobody gives to work of his own: what is left out here is not safe on the server.
    /// </summary>
    public static readonly IReadOnlyList<string> BuiltIn =
    [
        "/.filestorage/",
        ".filestorage-*.part",
        ".~lock.*#",
        "~$*",
        ".*.swp",
        ".*.swo",
        ".*.swx",
        ".goutputstream-*",
        ".nfs*",
        ".fuse_hidden*",
        ".Trash-*/",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    ];

    private readonly IgnorePattern[] _patterns;

    /// <param name="lines">As in an ignore file; later ones win.</param>
    public IgnoreRules(IEnumerable<string> lines)
    {
        _patterns = [.. lines.Select(IgnorePattern.Parse).OfType<IgnorePattern>()];
    }

    /// <summary>Whether a pattern says so of exactly this path; the folders above it are not asked.</summary>
    public bool Ignores(LocalPath path, bool isFolder)
    {
        for (var index = _patterns.Length - 1; index >= 0; index--)
        {
            if (_patterns[index].Matches(path.Value, isFolder))
            {
                return !_patterns[index].TakesBack;
            }
        }

        return false;
    }
}
