using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;

namespace FileStorage.Api.Files;

/// <summary>Finds the file that is to get a version, and makes the folders on the way where that is asked for.</summary>
internal static class FileResolver
{
    /// <exception cref="ProblemException">There is no such place, or it is a folder.</exception>
    public static ValueTask<FileTarget> ResolveAsync(ICaller caller, FilePlace place, CancellationToken cancellationToken) =>
        ResolveAsync(caller, place, keepsFolders: false, cancellationToken);

    /// <summary>The same; with <paramref name="keepsFolders"/> a folder that has the name is an answer too.</summary>
    /// <exception cref="ProblemException">There is no such place.</exception>
    public static async ValueTask<FileTarget> ResolveAsync(
        ICaller caller, FilePlace place, bool keepsFolders, CancellationToken cancellationToken) => place switch
        {
            FilePlace.At at => await ResolveAsync(caller, at, keepsFolders, cancellationToken),
            FilePlace.In within => await ResolveAsync(caller.Tree, within, keepsFolders, cancellationToken),
            FilePlace.Existing existing => Of(await FindAsync(caller.Tree, existing.EntryId, cancellationToken)),
            FilePlace.NewIn within => await ResolveAsync(caller.Tree, within, cancellationToken),
            _ => throw new InvalidOperationException($"{place} is no known place."),
        };

    private static async Task<TreeItem> FindAsync(ITree tree, Guid id, CancellationToken cancellationToken) =>
        await tree.FindAsync(id, cancellationToken) is { Entry.TrashedAt: null } item ? item : throw Problem.NotFound("There is no such item.");

    private static async Task<FileTarget> ResolveAsync(
        ICaller caller, FilePlace.At at, bool keepsFolders, CancellationToken cancellationToken)
    {
        if (at.Path.IsRoot)
        {
            throw Problem.NotPossible("The root is a folder; a folder has no content.");
        }

        var names = at.Path.Names;
        var resolution = await caller.Tree.ResolveAsync(names, cancellationToken);
        var path = at.Path.ToString();
        if (resolution.Item is { } item)
        {
            return Of(item, keepsFolders) with { Path = path };
        }

        var deepest = resolution.Deepest;
        if (resolution.Found == names.Length - 1)
        {
            return deepest.Entry.Kind == EntryKind.Folder
                ? New(deepest, deepest.EntryId, at.Path.Name, path)
                : throw Problem.ParentMissing();
        }

        if (!at.MakeParents || deepest.Entry.Kind != EntryKind.Folder)
        {
            throw Problem.ParentMissing();
        }

        var outcome = await caller.Tree.MakePathAsync(
            resolution, at.Path.Parent, Guid.CreateVersion7(), caller.DeviceId, cancellationToken);
        return New(deepest, DriveAnswer.Require(outcome).Id, at.Path.Name, path);
    }

    private static async Task<FileTarget> ResolveAsync(
        ITree tree, FilePlace.In within, bool keepsFolders, CancellationToken cancellationToken)
    {
        var found = await tree.LookUpAsync(within.FolderId, within.Name, cancellationToken) ?? throw Problem.ParentMissing();
        return found.Item is { } item
            ? Of(item, keepsFolders) with { Path = null }
            : New(found.Deepest, found.Deepest.EntryId, within.Name, path: null);
    }

    private static async Task<FileTarget> ResolveAsync(ITree tree, FilePlace.NewIn within, CancellationToken cancellationToken)
    {
        var folder = within.Folder;
        if (!folder.Entry.Path.IsDefault && folder.Entry.Path.Length >= EntryPath.MaxDepth)
        {
            throw Problem.TooDeep();
        }

        var found = await tree.LookUpAsync(folder.Entry.Id, within.Name, cancellationToken) ?? throw Problem.ParentMissing();
        return found.Item is null || found.Item.EntryId == within.FileId
            ? New(folder, folder.EntryId, within.Name, ItemBodies.PathOf(folder.Child(folder.Entry with { Name = within.Name }).Entry)) with { FileId = within.FileId }
            : throw Problem.NameTaken(found.Item.Entry.Etag);
    }

    private static FileTarget New(TreeItem folder, Guid parentId, string name, string? path) => new()
    {
        DriveId = folder.DriveId,
        FileId = Guid.CreateVersion7(),
        ParentId = parentId,
        Name = name,
        Existing = null,
        Path = path,
        Rights = folder.Rights,
        View = folder.View,
    };

    private static FileTarget Of(TreeItem item, bool keepsFolders = false) => item.Entry.Kind == EntryKind.File || keepsFolders
        ? new FileTarget
        {
            DriveId = item.DriveId,
            FileId = item.EntryId,
            ParentId = item.Entry.ParentId,
            Name = item.Entry.Name,
            Existing = item.Entry,
            Path = ItemBodies.PathOf(item.Entry),
            Rights = item.Rights,
            View = item.View,
        }
        : throw Problem.NotPossible("This is a folder; a folder has no content.");
}
