using System.Collections.Immutable;
using System.Text;

namespace FileStorage.Core.Names;

/// <summary>A path from the root of a drive: normalized names, none of them special. Written with slashes, always starting with one.</summary>
public sealed class EntryPath
{
    /// <summary>Deepest path that can be made.</summary>
    public const int MaxDepth = 128;

    /// <summary>Longest path that is read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The root folder itself.</summary>
    public static readonly EntryPath Root = new([]);

    private EntryPath(ImmutableArray<string> names) => Names = names;

    public ImmutableArray<string> Names { get; }

    public bool IsRoot => Names.IsEmpty;

    /// <summary>The last name; the root has none.</summary>
    /// <exception cref="InvalidOperationException">This is the root.</exception>
    public string Name => IsRoot ? throw new InvalidOperationException("The root has no name.") : Names[^1];

    /// <summary>The path without its last name.</summary>
    /// <exception cref="InvalidOperationException">This is the root.</exception>
    public EntryPath Parent =>
        IsRoot ? throw new InvalidOperationException("The root has no parent.") : new EntryPath(Names.RemoveAt(Names.Length - 1));

    /// <summary>
    /// Reads "/a/b", "a/b" or "/a/b/" (empty segments between slashes are refused, a trailing slash is not). When the result
    /// is false, <paramref name="problem"/> is a sentence for the user.
    /// </summary>
    public static bool TryParse(string text, out EntryPath path, out string? problem)
    {
        path = Root;
        problem = null;
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problem = $"A path has at most {MaxBytes} bytes in UTF-8.";
            return false;
        }

        var rest = text.AsSpan();
        rest = rest.StartsWith('/') ? rest[1..] : rest;
        rest = rest.EndsWith('/') ? rest[..^1] : rest;
        if (rest.IsEmpty)
        {
            return true;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var segment in rest.Split('/'))
        {
            if (names.Count == MaxDepth)
            {
                problem = $"A path has at most {MaxDepth} names.";
                return false;
            }

            var nameProblem = EntryName.TryNormalize(rest[segment].ToString(), out var name);
            if (nameProblem is not NameProblem.None)
            {
                problem = EntryName.Describe(nameProblem);
                return false;
            }

            names.Add(name);
        }

        path = new EntryPath(names.DrainToImmutable());
        return true;
    }

    /// <summary>A path of names that are already valid and normalized, as a drive returns them.</summary>
    public static EntryPath Of(ImmutableArray<string> names) => names.IsEmpty ? Root : new EntryPath(names);

    public override string ToString() => "/" + string.Join('/', Names);
}
