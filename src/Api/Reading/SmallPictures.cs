using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Reading;

/// <summary>
/// Pictures that are their own preview: of a kind that every client can show, and no larger than a client would load to show it small. The server
/// decodes no pictures; whoever made one would choose what its decoder does.
/// </summary>
internal static class SmallPictures
{
    public const long MaxBytes = 4L * 1024 * 1024;

    public static bool IsOne(Entry entry) =>
        entry is { Kind: EntryKind.File, SizeBytes: > 0 and <= MaxBytes }
        && ContentTypes.Of(entry.Name) is "image/png" or "image/jpeg" or "image/gif" or "image/webp";
}
