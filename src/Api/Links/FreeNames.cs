using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Core.Names;

namespace FileStorage.Api.Links;

/// <summary>Names for a file whose name may be taken: the name, the name with a number, the name with something random.</summary>
internal static class FreeNames
{
    private const int LastNumber = 9;

    /// <param name="name">Valid and normalized.</param>
    public static IEnumerable<string> Of(string name)
    {
        yield return name;
        for (var number = 2; number <= LastNumber; number++)
        {
            yield return With(name, number.ToString(CultureInfo.InvariantCulture));
        }

        yield return With(name, RandomNumberGenerator.GetHexString(16, lowercase: true));
        yield return With(name, RandomNumberGenerator.GetHexString(16, lowercase: true));
    }

    private static string With(string name, string addition)
    {
        var dot = name.LastIndexOf('.');
        var hasEnding = dot > 0 && name.Length - dot <= 20;
        var stem = hasEnding ? name[..dot] : name;
        var ending = $" ({addition}){(hasEnding ? name[dot..] : "")}";
        var room = EntryName.MaxBytes - Encoding.UTF8.GetByteCount(ending);
        var kept = new StringBuilder();
        foreach (var rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return EntryName.TryNormalize(kept + ending, out var free) is NameProblem.None ? free : name;
    }
}
