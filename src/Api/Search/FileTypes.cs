namespace FileStorage.Api.Search;

/// <summary>Names for kinds of files that people ask for.</summary>
internal static class FileTypes
{
    private static readonly string[] Images = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "avif", "svg"];
    private static readonly string[] Sounds = ["mp3", "m4a", "aac", "flac", "ogg", "opus", "wav", "wma"];
    private static readonly string[] Films = ["mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "mpg", "mpeg"];
    private static readonly string[] Documents =
        ["pdf", "doc", "docx", "docm", "odt", "rtf", "txt", "md", "xls", "xlsx", "xlsm", "ods", "csv", "ppt", "pptx", "pptm", "odp"];

    /// <summary>The ends of names that a kind stands for; anything else stands for itself.</summary>
    public static string[] Of(string type) => type switch
    {
        "image" => Images,
        "audio" => Sounds,
        "video" => Films,
        "document" => Documents,
        _ => [type],
    };
}
