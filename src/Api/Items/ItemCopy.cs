using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>
/// Copies files and folders. No bytes are moved: the copy's version refers to the same chunks. A folder is walked page by page;
/// what was copied before a failure stays, and repeating the request with its key goes on.
/// </summary>
internal sealed class ItemCopy(IGrainFactory grains, FileCommitter committer, ManifestReader manifests, ChunkIntake intake)
{
    private const int FilesInFlight = 16;

    public async Task CopyAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var operationId = OperationKey.Of(context);
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var source = await ItemAddress.FindAsync(context, drive);
        var place = await Place.FindAsync(request, drive, context.RequestAborted);
        var parent = await drive.FindAsync(place.ParentId, context.RequestAborted);
        if (source.TrashedAt is not null)
        {
            throw Problem.NotPossible("This item is in the trash; restore it first.");
        }

        if (parent is not { Kind: EntryKind.Folder, TrashedAt: null })
        {
            throw Problem.ParentMissing();
        }

        if (source.Kind == EntryKind.Folder && IsWithin(parent.Path, source.Path))
        {
            throw Problem.Cycle();
        }

        if (request.Replace)
        {
            await MakeRoomAsync(drive, caller, operationId, parent, place.Name, source.Id, context.RequestAborted);
        }

        var run = new CopyRun(caller, drive, operationId);
        var made = source.Kind == EntryKind.File
            ? await CopyFileAsync(run, source, parent, place.Name, context.RequestAborted)
            : await CopyFolderAsync(run, source, parent, place.Name, context.RequestAborted);

        // What was copied into a folder has changed its etag since it was made.
        made = await drive.FindAsync(made.Id, context.RequestAborted) ?? made;
        var body = new CopyBody
        {
            Item = ItemBodies.Of(made, EntryPath.Of(parent.Path.Add(place.Name)).ToString()),
            Files = run.Files,
            Folders = run.Folders,
        };
        await JsonAnswer.WriteAsync(context, 201, body, ContractsJsonContext.Default.CopyBody);
    }

    private async Task<Entry> CopyFolderAsync(
        CopyRun run, Entry source, Entry parent, string name, CancellationToken cancellationToken)
    {
        var folder = await MakeFolderAsync(run, source.Id, parent, name, cancellationToken);

        // A stack of our own: the depth of a tree must not be the depth of the calls.
        var pending = new Stack<(Guid SourceId, Entry Target)>();
        pending.Push((source.Id, folder));
        while (pending.TryPop(out var pair))
        {
            string? after = null;
            do
            {
                var page = await run.Drive.ListAsync(pair.SourceId, after, Paging.MaxLimit, cancellationToken);
                if (page is null || page.Entries.IsEmpty)
                {
                    break;
                }

                foreach (var child in page.Entries)
                {
                    if (child.Kind == EntryKind.Folder)
                    {
                        pending.Push((child.Id, await MakeFolderAsync(run, child.Id, pair.Target, child.Name, cancellationToken)));
                    }
                }

                await Parallel.ForEachAsync(
                    page.Entries.Where(child => child.Kind == EntryKind.File),
                    new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight, CancellationToken = cancellationToken },
                    async (child, token) => await CopyFileAsync(run, child, pair.Target, child.Name, token));
                after = page.HasMore ? page.Entries[^1].Name : null;
            }
            while (after is not null);
        }

        return folder;
    }

    private static async Task<Entry> MakeFolderAsync(
        CopyRun run, Guid sourceId, Entry parent, string name, CancellationToken cancellationToken)
    {
        var path = parent.Path.Add(name);
        if (path.Length > EntryPath.MaxDepth)
        {
            throw Problem.TooDeep();
        }

        var folder = DriveAnswer.Require(await run.Drive.ExecuteAsync(
            new DriveCommand.MakeFolder
            {
                OperationId = OperationKey.Step(run.OperationId, "copy folder", sourceId),
                DeviceId = run.Caller.DeviceId,
                FolderId = OperationKey.Step(run.OperationId, "folder", sourceId),
                ParentId = parent.Id,
                Name = name,
            },
            cancellationToken));
        run.CountFolder();
        return folder with { Path = path };
    }

    private async Task<Entry> CopyFileAsync(
        CopyRun run, Entry source, Entry parent, string name, CancellationToken cancellationToken)
    {
        var version = await grains.GetGrain<IFileGrain>(source.Id).FindAsync(source.VersionNumber, cancellationToken)
            ?? throw Problem.NotFound("A file was purged while it was copied.");
        var fileId = OperationKey.Step(run.OperationId, "file", source.Id);
        var terms = new VersionTerms
        {
            ModifiedAt = version.ModifiedAt,
            Executable = version.Executable,
            FixedIds = (fileId, OperationKey.Step(run.OperationId, "version", source.Id)),
        };

        // Repeated after it was done, the place is taken by the very copy.
        var place = new FilePlace.NewIn(parent, name, fileId);
        var file = await committer.PutAsync(
            run.Caller, place, terms, (reference, token) => ReferAsync(version, reference, token), cancellationToken);
        run.CountFile();
        return file.Entry;
    }

    /// <summary>Takes references on the chunks of a version for another one, as content for a commit.</summary>
    public async Task<StoredContent> ReferAsync(
        FileVersion version, ChunkReference reference, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
        var content = new StoredContent(manifest, version.Manifest);
        var lacking = await intake.HoldAsync(content.ReferredChunks(), reference, HoldMode.OwnedOnly, cancellationToken);

        // The version refers to its chunks, so all of them are there, or the store has lost some.
        return lacking.Count == 0 ? content : throw Problem.DamagedContent();
    }

    private static async Task MakeRoomAsync(
        IDriveGrain drive, Caller caller, Guid operationId, Entry parent, string name, Guid sourceId, CancellationToken cancellationToken)
    {
        var path = EntryPath.Of(parent.Path.Add(name));
        var there = (await drive.ResolveAsync(path.Names, cancellationToken)).Entry;
        if (there is null)
        {
            return;
        }

        if (there.Id == sourceId)
        {
            throw Problem.NotPossible("An item cannot replace itself by its copy.");
        }

        DriveAnswer.Require(await drive.ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = OperationKey.Step(operationId, "replace", there.Id),
                DeviceId = caller.DeviceId,
                EntryId = there.Id,
            },
            cancellationToken));
    }

    private static bool IsWithin(
        System.Collections.Immutable.ImmutableArray<string> inner, System.Collections.Immutable.ImmutableArray<string> outer) =>
        inner.Length >= outer.Length && inner.AsSpan(0, outer.Length).SequenceEqual(outer.AsSpan());
}
