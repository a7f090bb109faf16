namespace FileStorage.Sync.Ignoring;

/// <summary>
/// One line of an ignore file, in the syntax of gitignore without character classes: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders,
/// a slash before the end ties it to the root, a slash at the end means folders only, <c>!</c> takes back, <c>\</c> makes the next sign
/// ordinary, <c>#</c> begins a remark.
/// </summary>
public sealed class IgnorePattern
{
    private const string AnyFolders = "**";

    private readonly string[] _names;
    private readonly bool _onlyFolders;

    private IgnorePattern(string[] names, bool onlyFolders, bool takesBack)
    {
        _names = names;
        _onlyFolders = onlyFolders;
        TakesBack = takesBack;
    }

    /// <summary>Whether what it matches takes part after all.</summary>
    public bool TakesBack { get; }

    /// <summary>The pattern of a line; null for a remark or an empty line.</summary>
    public static IgnorePattern? Parse(string line)
    {
        var text = TrimEnd(line.TrimEnd('\r'));
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var takesBack = text[0] == '!';
        text = takesBack ? text[1..] : text;
        var onlyFolders = text.EndsWith('/');
        text = onlyFolders ? text[..^1] : text;
        if (text.Trim('/').Length == 0)
        {
            return null;
        }

        // A pattern of one name holds at any depth; one with a slash starts at the root.
        var isTied = text.Contains('/', StringComparison.Ordinal);
        var names = text.TrimStart('/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new IgnorePattern(isTied ? names : [AnyFolders, .. names], onlyFolders, takesBack);
    }

    /// <summary>Whether it speaks of exactly this file or folder. What lies below a folder that is ignored is not asked.</summary>
    /// <param name="path">Names joined by slashes, from the root.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Matches(ReadOnlySpan<char> path, bool isFolder) => (!_onlyFolders || isFolder) && Matches(_names, path);

    private static bool Matches(ReadOnlySpan<string> names, ReadOnlySpan<char> path)
    {
        while (!names.IsEmpty)
        {
            if (names[0] == AnyFolders)
            {
                return MatchesAfterAnyFolders(names[1..], path);
            }

            if (path.IsEmpty)
            {
                return false;
            }

            var slash = path.IndexOf('/');
            if (!MatchesName(names[0], slash < 0 ? path : path[..slash]))
            {
                return false;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
            names = names[1..];
        }

        return path.IsEmpty;
    }

    private static bool MatchesAfterAnyFolders(ReadOnlySpan<string> names, ReadOnlySpan<char> path)
    {
        if (names.IsEmpty)
        {
            // "folder/**" speaks of everything in the folder, not of the folder.
            return !path.IsEmpty;
        }

        if (names.Length == 1)
        {
            return !path.IsEmpty && MatchesName(names[0], path[(path.LastIndexOf('/') + 1)..]);
        }

        while (true)
        {
            if (Matches(names, path))
            {
                return true;
            }

            var slash = path.IndexOf('/');
            if (slash < 0)
            {
                return false;
            }

            path = path[(slash + 1)..];
        }
    }

    // One star to come back to is enough, so that no pattern takes more than the product of the lengths.
    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (at, position, star, starPosition) = (0, 0, -1, 0);
        while (position < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, starPosition) = (at++, position);
            }
            else if (at < pattern.Length && pattern[at] == '\\' && at + 1 < pattern.Length && pattern[at + 1] == name[position])
            {
                at += 2;
                position++;
            }
            else if (at < pattern.Length && pattern[at] != '\\' && (pattern[at] == '?' || pattern[at] == name[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++starPosition;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept('*') < 0;
    }

    // Spaces at the end are dropped unless one is made ordinary.
    private static string TrimEnd(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ' && (end < 2 || line[end - 2] != '\\'))
        {
            end--;
        }

        return line[..end];
    }
}
