using System.Buffers;
using System.Text;

namespace FileStorage.Core.Names;

/// <summary>The one place that says what an entry may be called. Every door goes through it.</summary>
public static class EntryName
{
    /// <summary>Longest name, in bytes of UTF-8 after normalization; what ext4, APFS and NTFS can hold.</summary>
    public const int MaxBytes = 255;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\0");

    /// <summary>
    /// The name as it is stored (NFC, Unicode Standard Annex 15), or the reason why it cannot be one.
    /// Control characters other than NUL are legal: files with such names exist and must sync.
    /// </summary>
    public static NameProblem TryNormalize(string name, out string normalized)
    {
        normalized = name;
        if (name.Length == 0)
        {
            return NameProblem.Empty;
        }

        if (name is "." or "..")
        {
            return NameProblem.DotName;
        }

        if (name.AsSpan().ContainsAny(Forbidden))
        {
            return NameProblem.ForbiddenCharacter;
        }

        if (Ascii.IsValid(name))
        {
            return name.Length > MaxBytes ? NameProblem.TooLong : NameProblem.None;
        }

        // A name three times too long is refused before any work is spent on it.
        if (name.Length > MaxBytes * 3)
        {
            return NameProblem.TooLong;
        }

        if (!IsWellFormed(name))
        {
            return NameProblem.NotUnicode;
        }

        normalized = name.Normalize(NormalizationForm.FormC);
        return Encoding.UTF8.GetByteCount(normalized) > MaxBytes ? NameProblem.TooLong : NameProblem.None;
    }

    /// <summary>A sentence for the user about a problem; never for <see cref="NameProblem.None"/>.</summary>
    public static string Describe(NameProblem problem) => problem switch
    {
        NameProblem.Empty => "A name cannot be empty.",
        NameProblem.DotName => "\".\" and \"..\" cannot be names.",
        NameProblem.ForbiddenCharacter => "A name cannot hold a slash or a NUL character.",
        NameProblem.NotUnicode => "A name must be well-formed Unicode.",
        NameProblem.TooLong => $"A name has at most {MaxBytes} bytes in UTF-8.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };

    private static bool IsWellFormed(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
            {
                continue;
            }

            if (i + 1 >= name.Length || !char.IsSurrogatePair(name[i], name[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
