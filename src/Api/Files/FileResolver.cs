using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>Finds the file that is to get a version, and makes the folders on the way where that is asked for.</summary>
internal sealed class FileResolver(IGrainFactory grains)
{
    /// <exception cref="ProblemException">There is no such place, or it is a folder.</exception>
    public ValueTask<FileTarget> ResolveAsync(Caller caller, FilePlace place, CancellationToken cancellationToken) =>
        ResolveAsync(caller, place, keepsFolders: false, cancellationToken);

    /// <summary>The same; with <paramref name="keepsFolders"/> a folder that has the name is an answer too.</summary>
    /// <exception cref="ProblemException">There is no such place.</exception>
    public async ValueTask<FileTarget> ResolveAsync(
        Caller caller, FilePlace place, bool keepsFolders, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        return place switch
        {
            FilePlace.At at => await ResolveAsync(drive, caller, at, keepsFolders, cancellationToken),
            FilePlace.In within => await ResolveAsync(drive, within, keepsFolders, cancellationToken),
            FilePlace.Existing existing => Of(
                await drive.FindAsync(existing.EntryId, cancellationToken) is { TrashedAt: null } entry
                    ? entry
                    : throw Problem.NotFound("There is no such item."),
                EntryPath.Of(entry.Path).ToString()),
            FilePlace.NewIn within => await ResolveAsync(drive, within, cancellationToken),
            _ => throw new InvalidOperationException($"{place} is no known place."),
        };
    }

    private static async Task<FileTarget> ResolveAsync(
        IDriveGrain drive, Caller caller, FilePlace.At at, bool keepsFolders, CancellationToken cancellationToken)
    {
        if (at.Path.IsRoot)
        {
            throw Problem.NotPossible("The root is a folder; a folder has no content.");
        }

        var names = at.Path.Names;
        var resolution = await drive.ResolveAsync(names, cancellationToken);
        var path = at.Path.ToString();
        if (resolution.Entry is { } entry)
        {
            return Of(entry, path, keepsFolders);
        }

        if (resolution.Found == names.Length - 1)
        {
            return resolution.Deepest.Kind == EntryKind.Folder
                ? New(resolution.Deepest.Id, at.Path.Name, path)
                : throw Problem.ParentMissing();
        }

        if (!at.MakeParents || resolution.Deepest.Kind != EntryKind.Folder)
        {
            throw Problem.ParentMissing();
        }

        var parents = new DriveCommand.MakePath
        {
            OperationId = Guid.CreateVersion7(),
            DeviceId = caller.DeviceId,
            Path = at.Path.Parent.Names,
        };
        var outcome = await drive.ExecuteAsync(parents, cancellationToken);
        return New(DriveAnswer.Require(outcome).Id, at.Path.Name, path);
    }

    private static async Task<FileTarget> ResolveAsync(
        IDriveGrain drive, FilePlace.In within, bool keepsFolders, CancellationToken cancellationToken)
    {
        var found = await drive.LookUpAsync(within.FolderId, within.Name, cancellationToken) ?? throw Problem.ParentMissing();
        return found.Entry is { } entry ? Of(entry, path: null, keepsFolders) : New(within.FolderId, within.Name, path: null);
    }

    private static async Task<FileTarget> ResolveAsync(
        IDriveGrain drive, FilePlace.NewIn within, CancellationToken cancellationToken)
    {
        var path = EntryPath.Of(within.Folder.Path.Add(within.Name));
        if (path.Names.Length > EntryPath.MaxDepth)
        {
            throw Problem.TooDeep();
        }

        var resolution = await drive.ResolveAsync(path.Names, cancellationToken);
        return resolution.Entry is null || resolution.Entry.Id == within.FileId
            ? New(within.Folder.Id, within.Name, path.ToString()) with { FileId = within.FileId }
            : throw Problem.NameTaken(resolution.Entry.Etag);
    }

    private static FileTarget New(Guid parentId, string name, string? path) => new()
    {
        FileId = Guid.CreateVersion7(),
        ParentId = parentId,
        Name = name,
        Existing = null,
        Path = path,
    };

    private static FileTarget Of(Entry entry, string? path, bool keepsFolders = false) => entry.Kind == EntryKind.File || keepsFolders
        ? new FileTarget
        {
            FileId = entry.Id,
            ParentId = entry.ParentId,
            Name = entry.Name,
            Existing = entry,
            Path = path,
        }
        : throw Problem.NotPossible("This is a folder; a folder has no content.");
}
