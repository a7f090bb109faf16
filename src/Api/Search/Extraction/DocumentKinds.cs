using System.Collections.Frozen;

namespace FileStorage.Api.Search.Extraction;

/// <summary>What a document is, by the end of its name.</summary>
internal static class DocumentKinds
{
    private const string Binaries =
        "jpg jpeg png gif bmp tif tiff webp heic heif avif ico psd raw cr2 nef arw dng mp3 m4a aac flac ogg opus wav wma mp4 m4v mov avi mkv "
        + "webm wmv mpg mpeg 3gp zip gz tgz bz2 xz zst 7z rar tar jar war iso dmg img vhd vmdk exe dll so dylib msi deb rpm apk bin class "
        + "pyc o a lib pdb wasm ttf otf woff woff2 eot db sqlite mdb accdb pst parquet";

    private static readonly FrozenDictionary<string, DocumentKind> ByType = Binaries.Split(' ')
        .Select(type => KeyValuePair.Create(type, DocumentKind.Binary))
        .Append(new("html", DocumentKind.Html))
        .Append(new("htm", DocumentKind.Html))
        .Append(new("xhtml", DocumentKind.Html))
        .Append(new("docx", DocumentKind.Word))
        .Append(new("docm", DocumentKind.Word))
        .Append(new("xlsx", DocumentKind.Sheet))
        .Append(new("xlsm", DocumentKind.Sheet))
        .Append(new("pptx", DocumentKind.Slides))
        .Append(new("pptm", DocumentKind.Slides))
        .Append(new("odt", DocumentKind.OpenDocument))
        .Append(new("ods", DocumentKind.OpenDocument))
        .Append(new("odp", DocumentKind.OpenDocument))
        .Append(new("pdf", DocumentKind.Pdf))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static DocumentKind Of(string name) => ByType.GetValueOrDefault(name[(name.LastIndexOf('.') + 1)..]);
}
