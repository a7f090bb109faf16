using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Names;

namespace FileStorage.Api.Files;

/// <summary>Where a version is to go, as the caller said it.</summary>
internal abstract record FilePlace
{
    private FilePlace()
    {
    }

    /// <summary>The place that a body names in one of the three ways.</summary>
    /// <exception cref="ProblemException">400: in none, or in more than one.</exception>
    public static FilePlace Of(string? path, bool makeParents, Guid? parentId, string? name, Guid? itemId) =>
        (path, parentId, name, itemId) switch
        {
            ({ } text, null, null, null) => new At(ItemAddress.Path(text), makeParents),
            (null, { } folderId, { } given, null) => new In(folderId, Place.Normalize(given)),
            (null, null, null, { } id) => new Existing(id),
            _ => throw Problem.BadRequest("A file's place is either \"path\", or \"parentId\" and \"name\", or \"itemId\"."),
        };

    /// <summary>By path; with <paramref name="MakeParents"/> the folders that are missing on the way are made.</summary>
    public sealed record At(EntryPath Path, bool MakeParents) : FilePlace;

    /// <summary>By folder and name, valid and normalized.</summary>
    public sealed record In(Guid FolderId, string Name) : FilePlace;

    /// <summary>An existing file, by its id.</summary>
    public sealed record Existing(Guid EntryId) : FilePlace;

    /// <summary>A new file of a folder that is known; nothing may have the name, unless it is this very file, made before.</summary>
    public sealed record NewIn(TreeItem Folder, string Name, Guid FileId) : FilePlace;
}
