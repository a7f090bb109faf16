using System.Buffers;
using FileStorage.Core.Names;

namespace FileStorage.Client.Trees;

/// <summary>
/// Decides which names of the server may become names of local files. The server is not trusted here: a name is one segment below
/// the target folder, or it is refused.
/// </summary>
public static class LocalNames
{
    private const string PartPrefix = ".filestorage-";
    private const string PartSuffix = ".part";

    private static readonly SearchValues<char> ForbiddenByWindows = SearchValues.Create("<>:\"/\\|?*");

    private static readonly string[] WindowsDevices =
    [
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    ];

    /// <summary>Why this name cannot be that of a local file, as a sentence; null where it can.</summary>
    public static string? Refuse(string name) => Refuse(name, OperatingSystem.IsWindows());

    internal static string? Refuse(string name, bool windows)
    {
        var problem = EntryName.TryNormalize(name, out _);
        if (problem is not NameProblem.None)
        {
            return EntryName.Describe(problem);
        }

        if (IsPart(name))
        {
            return "Names like this are kept for downloads that are under way.";
        }

        return windows && IsRefusedByWindows(name) ? "Windows does not allow this name." : null;
    }

    /// <summary>The name of the file that a download of this item writes into.</summary>
    internal static string PartName(Guid item) => $"{PartPrefix}{item:N}{PartSuffix}";

    /// <summary>Whether this is the name of an unfinished download.</summary>
    internal static bool IsPart(string name) =>
        name.Length == PartPrefix.Length + 32 + PartSuffix.Length
        && name.StartsWith(PartPrefix, StringComparison.Ordinal) && name.EndsWith(PartSuffix, StringComparison.Ordinal);

    private static bool IsRefusedByWindows(string name) =>
        name.AsSpan().ContainsAny(ForbiddenByWindows) || name.Any(character => character < ' ') || name[^1] is '.' or ' '
        || WindowsDevices.Contains(name.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase);
}
