using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Turns keys into the text of an identity and back: a GUID as 32 hexadecimal digits, an integer in hexadecimal.</summary>
public static class GrainIdKeyExtensions
{
    private const int GuidLength = 32;

    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    public static IdSpan CreateIntegerKey(long key, string? keyExtension) =>
        string.IsNullOrWhiteSpace(keyExtension)
            ? CreateIntegerKey(key)
            : IdSpan.Create(string.Create(CultureInfo.InvariantCulture, $"{key:X}+{keyExtension}"));

    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    public static IdSpan CreateGuidKey(Guid key, string? keyExtension) =>
        string.IsNullOrWhiteSpace(keyExtension) ? CreateGuidKey(key) : IdSpan.Create($"{key:N}+{keyExtension}");

    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
    {
        var (text, extension) = Split(grainId.Key.ToString(), at: -1);
        keyExt = extension;
        return long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);
    }

    public static long GetIntegerKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetIntegerKey(out var key, out keyExt) ? key : throw NotA("an integer", grainId);

    public static long GetIntegerKey(this GrainId grainId) => grainId.GetIntegerKey(out _);

    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt)
    {
        var (text, extension) = Split(grainId.Key.ToString(), at: GuidLength);
        keyExt = extension;
        return Guid.TryParseExact(text, "N", out key);
    }

    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) =>
        grainId.TryGetGuidKey(out var key, out keyExt) ? key : throw NotA("a GUID", grainId);

    public static Guid GetGuidKey(this GrainId grainId) => grainId.GetGuidKey(out _);

    private static (string Key, string? Extension) Split(string text, int at)
    {
        var plus = at < 0 ? text.IndexOf('+', StringComparison.Ordinal) : text.Length > at && text[at] == '+' ? at : -1;
        return plus < 0 ? (text, null) : (text[..plus], text[(plus + 1)..]);
    }

    private static ArgumentException NotA(string kind, GrainId grainId) =>
        new($"The key of \"{grainId}\" is not {kind}.", nameof(grainId));
}
