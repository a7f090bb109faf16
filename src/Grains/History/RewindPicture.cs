using FileStorage.Grains.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>All that deciding a rewind looks at.</summary>
internal sealed record RewindPicture
{
    public required Guid DriveId { get; init; }

    /// <summary>What goes back: a folder with all below it, a file, or the drive's root.</summary>
    public required Guid ItemId { get; init; }

    public required Past Past { get; init; }

    /// <summary>
    /// Every entry that changed since then, and every folder above one, now or then; null where there is no such entry any more.
    /// </summary>
    public required IReadOnlyDictionary<Guid, EntryRow?> Now { get; init; }

    /// <summary>Who lives now in the places that changed entries had then.</summary>
    public required IReadOnlyDictionary<ChildKey, Guid> Occupants { get; init; }

    /// <summary>
    /// Whether what left the folder is fetched from wherever it is, and what came into it goes back to where it was. Without, nothing
    /// outside of the folder changes.
    /// </summary>
    public required bool ReachesOutside { get; init; }

    /// <summary>The id that a folder gets which has to be made anew in the place of one that is gone.</summary>
    public required Func<Guid, Guid> NewIdFor { get; init; }
}
