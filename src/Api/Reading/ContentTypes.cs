using System.Collections.Frozen;

namespace FileStorage.Api.Reading;

/// <summary>Content types that no browser runs, by the end of the name; everything else is sent as bytes.</summary>
internal static class ContentTypes
{
    private const string Bytes = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> Safe = new Dictionary<string, string>
    {
        ["png"] = "image/png",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["ogg"] = "audio/ogg",
        ["mp3"] = "audio/mpeg",
        ["mp4"] = "video/mp4",
        ["webm"] = "video/webm",
        ["txt"] = "text/plain; charset=utf-8",
        ["zip"] = "application/zip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Safe.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(string fileName)
    {
        var dot = fileName.LastIndexOf('.');
        return dot >= 0 && BySpan.TryGetValue(fileName.AsSpan(dot + 1), out var type) ? type : Bytes;
    }

    /// <summary>Whether a browser may show it in the name of this server: pictures, sound, films and plain text.</summary>
    public static bool IsInert(string fileName) => !Of(fileName).StartsWith("application/", StringComparison.Ordinal);
}
