using System.Globalization;
using System.Text;
using FileStorage.Core.Names;

namespace FileStorage.Core.Conflicts;

/// <summary>What a file is called that lost its name to somebody else's: "name (conflict from DEVICE 2026-11-22).ext".</summary>
public static class ConflictName
{
    /// <summary>Longer extensions are taken for part of the name.</summary>
    private const int MaxExtensionBytes = 32;

    private const int MaxDeviceBytes = 64;

    /// <summary>
    /// A valid name of at most <see cref="EntryName.MaxBytes"/> bytes; where it is taken, ask for the next attempt, which adds a number.
    /// </summary>
    /// <param name="name">A valid name in NFC.</param>
    /// <param name="device">As its user calls it; what a name cannot hold is replaced.</param>
    /// <param name="date">When the conflict was found.</param>
    /// <param name="isFolder">The name of a folder has no extension.</param>
    /// <param name="attempt">1 for the plain form.</param>
    public static string Of(string name, string device, DateOnly date, bool isFolder, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var dot = isFolder ? -1 : name.LastIndexOf('.');

        // ".profile" is all name, and so is what follows a dot at great length.
        var extension = dot > 0 && Encoding.UTF8.GetByteCount(name.AsSpan(dot)) <= MaxExtensionBytes ? name[dot..] : "";
        var stem = name[..^extension.Length];
        var number = attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {attempt}");
        var note = string.Create(CultureInfo.InvariantCulture, $" (conflict from {Clean(device)} {date:yyyy-MM-dd}{number})");
        var room = EntryName.MaxBytes - Encoding.UTF8.GetByteCount(note) - Encoding.UTF8.GetByteCount(extension);
        return (Shorten(stem, room) + note + extension).Normalize(NormalizationForm.FormC);
    }

    private static string Clean(string device)
    {
        var clean = new StringBuilder();
        foreach (var rune in device.EnumerateRunes())
        {
            clean.Append(rune.Value is '/' or '\\' or ':' || Rune.IsControl(rune) ? "-" : rune.ToString());
        }

        var name = Shorten(clean.ToString().Normalize(NormalizationForm.FormC).Trim(), MaxDeviceBytes);
        return name.Length == 0 ? "device" : name;
    }

    /// <summary>Cuts between characters, never through one.</summary>
    private static string Shorten(string text, int maxBytes)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }
}
