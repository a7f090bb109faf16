using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>Where a version is to go, as the caller said it.</summary>
internal abstract record FilePlace
{
    private FilePlace()
    {
    }

    /// <summary>By path; with <paramref name="MakeParents"/> the folders that are missing on the way are made.</summary>
    public sealed record At(EntryPath Path, bool MakeParents) : FilePlace;

    /// <summary>An existing file, by its id.</summary>
    public sealed record Existing(Guid EntryId) : FilePlace;

    /// <summary>A new file of a folder that is known; nothing may have the name, unless it is this very file, made before.</summary>
    public sealed record NewIn(Entry Folder, string Name, Guid FileId) : FilePlace;
}
