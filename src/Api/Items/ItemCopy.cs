using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Chunks;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>
/// Copies files and folders. No bytes are moved: the copy's version refers to the same chunks. A folder is walked page by page;
/// what was copied before a failure stays, and repeating the request with its key goes on.
/// </summary>
internal sealed class ItemCopy(IGrainFactory grains, FileCommitter committer, ManifestReader manifests, ChunkIntake intake)
{
    private const int FilesInFlight = 16;
    private const int MaxRounds = 5;

    public async Task CopyAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var operationId = OperationKey.Of(context);
        var source = await ItemAddress.FindAsync(context);
        var place = await Place.FindAsync(request, caller.Tree, context.RequestAborted);
        if (source.Entry.TrashedAt is not null)
        {
            throw Problem.NotPossible("This item is in the trash; restore it first.");
        }

        var run = new CopyRun(caller, operationId);
        var made = await CopyAsync(run, source, place, request.Replace, context.RequestAborted);
        var body = new CopyBody
        {
            Item = ItemBodies.WithPath(made),
            Files = run.Files,
            Folders = run.Folders,
        };
        await JsonAnswer.WriteAsync(context, 201, body, ContractsJsonContext.Default.CopyBody);
    }

    /// <summary>
    /// Moves an item into the drive of another owner: what is there afterwards is a copy of its newest content, and the item itself, with its
    /// history, lies in the trash of the owner it had. Repeated with its key, it goes on and answers the same.
    /// </summary>
    /// <exception cref="ProblemException">Nothing was deleted.</exception>
    public async Task<TreeItem> MoveAcrossAsync(
        Caller caller, TreeItem source, Place place, bool replaces, Guid operationId, CancellationToken cancellationToken)
    {
        var run = new CopyRun(caller, operationId) { TakesAway = true };
        if (source.Entry.TrashedAt is not null)
        {
            return await caller.Tree.GetAsync(run.IdOf(source.Entry.Kind, source.EntryId), cancellationToken);
        }

        if (source.IsMount || source.EntryId == source.View?.RootId || !source.Rights.HasFlag(Rights.Change))
        {
            throw Problem.Forbidden("You may not take this away from its owner.");
        }

        return await TakeAwayAsync(run, source, source.Viewer, place, replaces, beforeTaking: null, cancellationToken);
    }

    /// <summary>
    /// Copies an item and puts the original into its owner's trash, if it is still what was copied: what others save meanwhile is copied in another
    /// round, and not left behind.
    /// </summary>
    /// <param name="run">The copy.</param>
    /// <param name="source">What to copy, as it is to be seen for that.</param>
    /// <param name="viewer">Whose rights the drive judges when it is put into the trash.</param>
    /// <param name="place">Where to.</param>
    /// <param name="replaces">Whether an item that is there goes to the trash.</param>
    /// <param name="beforeTaking">What else is to be done with the copy while the original is there.</param>
    /// <param name="cancellationToken">Ends it; a repeat goes on.</param>
    /// <exception cref="ProblemException">Nothing was deleted.</exception>
    public async Task<TreeItem> TakeAwayAsync(
        CopyRun run,
        TreeItem source,
        Viewer? viewer,
        Place place,
        bool replaces,
        Func<TreeItem, Task>? beforeTaking,
        CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(source.DriveId);
        for (var round = 1; ; round++)
        {
            var now = await drive.FindAsync(source.EntryId, cancellationToken) ?? throw Problem.NotFound("It was purged at this moment.");
            var current = source with { Entry = source.Entry with { VersionNumber = now.VersionNumber } };
            var made = await CopyAsync(run, current, place, replaces, cancellationToken);
            await (beforeTaking?.Invoke(made) ?? Task.CompletedTask);
            var outcome = await drive.ExecuteAsync(
                new DriveCommand.Trash
                {
                    OperationId = OperationKey.Step(run.OperationId, "taken away", source.EntryId),
                    DeviceId = run.Caller.DeviceId,
                    Viewer = viewer,
                    EntryId = source.EntryId,
                    ExpectedEtag = now.Etag,
                },
                cancellationToken);
            if (outcome is not DriveOutcome.Stale)
            {
                DriveAnswer.Require(outcome);
                return made;
            }

            if (round == MaxRounds)
            {
                throw Problem.NotPossible("Others are changing it all the time; what there was is copied, and nothing was taken away. Try again with the same key.");
            }
        }
    }

    /// <summary>Copies an item, with all below it, to a place; a repeat of the run goes on where it was cut off.</summary>
    /// <exception cref="ProblemException">What was copied before stays.</exception>
    public async Task<TreeItem> CopyAsync(CopyRun run, TreeItem source, Place place, bool replaces, CancellationToken cancellationToken)
    {
        var tree = run.Caller.Tree;
        if (place.Parent is not { Entry: { Kind: EntryKind.Folder, TrashedAt: null } } parent)
        {
            throw Problem.ParentMissing();
        }

        if (source.Entry.Kind == EntryKind.Folder && await IsWithinAsync(tree, parent, source, cancellationToken))
        {
            throw Problem.Cycle();
        }

        if (replaces)
        {
            await MakeRoomAsync(run, parent, place.Name, source, cancellationToken);
        }

        var made = source.Entry.Kind == EntryKind.File
            ? await CopyFileAsync(run, source, parent, place.Name, cancellationToken)
            : await CopyFolderAsync(run, source, parent, place.Name, cancellationToken);

        // What was copied into a folder has changed its etag since it was made.
        return await tree.FindAsync(made.EntryId, cancellationToken) ?? made;
    }

    private async Task<TreeItem> CopyFolderAsync(
        CopyRun run, TreeItem source, TreeItem parent, string name, CancellationToken cancellationToken)
    {
        var folder = await MakeFolderAsync(run, source.EntryId, parent, name, cancellationToken);

        // A stack of our own: the depth of a tree must not be the depth of the calls.
        var pending = new Stack<(TreeItem Source, TreeItem Target)>();
        pending.Push((source, folder));
        while (pending.TryPop(out var pair))
        {
            string? after = null;
            do
            {
                if (await run.Caller.Tree.ListAsync(pair.Source, after, Paging.MaxLimit, cancellationToken) is not var (children, next))
                {
                    break;
                }

                // What others share is not copied along: it would be theirs no more.
                var own = children.Where(child => !child.IsMount).ToList();
                foreach (var child in own.Where(child => child.Entry.Kind == EntryKind.Folder))
                {
                    pending.Push((child, await MakeFolderAsync(run, child.EntryId, pair.Target, child.Entry.Name, cancellationToken)));
                }

                await Parallel.ForEachAsync(
                    own.Where(child => child.Entry.Kind == EntryKind.File),
                    new ParallelOptions { MaxDegreeOfParallelism = FilesInFlight, CancellationToken = cancellationToken },
                    async (child, token) => await CopyFileAsync(run, child, pair.Target, child.Entry.Name, token));
                after = next;
            }
            while (after is not null);
        }

        return folder;
    }

    private async Task<TreeItem> MakeFolderAsync(
        CopyRun run, Guid sourceId, TreeItem parent, string name, CancellationToken cancellationToken)
    {
        if (!parent.Entry.Path.IsDefault && parent.Entry.Path.Length >= EntryPath.MaxDepth)
        {
            throw Problem.TooDeep();
        }

        var folder = DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(parent.DriveId).ExecuteAsync(
            new DriveCommand.MakeFolder
            {
                OperationId = OperationKey.Step(run.OperationId, "copy folder", sourceId),
                DeviceId = run.Caller.DeviceId,
                Viewer = parent.Viewer,
                FolderId = run.IdOf(EntryKind.Folder, sourceId),
                ParentId = parent.EntryId,
                Name = name,
            },
            cancellationToken));
        run.CountFolder();
        return parent.Child(folder);
    }

    private async Task<TreeItem> CopyFileAsync(
        CopyRun run, TreeItem source, TreeItem parent, string name, CancellationToken cancellationToken)
    {
        var file = grains.GetGrain<IFileGrain>(source.EntryId);
        List<long> numbers = run.WithHistory ? await ListVersionsAsync(file, source.DriveId, cancellationToken) : [source.Entry.VersionNumber];
        var fileId = run.IdOf(EntryKind.File, source.EntryId);

        // Repeated after it was done, the place is taken by the very copy.
        FilePlace place = new FilePlace.NewIn(parent, name, fileId);
        var precondition = run.WithHistory ? new FilePrecondition { Absent = true } : FilePrecondition.None;
        TreeItem? made = null;
        foreach (var number in numbers)
        {
            // One that a policy has let go of meanwhile is not copied; the newest is never let go of.
            if (await file.FindAsync(number, source.DriveId, cancellationToken) is not { } version)
            {
                continue;
            }

            var terms = TermsOf(run, version, source.EntryId) with { Precondition = precondition };
            try
            {
                var committed = await committer.PutAsync(
                    run.Caller, place, terms, (reference, token) => ReferAsync(version, reference, token), cancellationToken);
                made = parent.Child(committed.Entry with { Id = fileId });
            }
            catch (ProblemException problem) when (run.WithHistory && problem.Status == 412)
            {
                // A repeat: this one was copied before, and the copy has gone on since. Nothing old is put on top of it.
                made = await run.Caller.Tree.FindAsync(fileId, cancellationToken);
            }

            place = new FilePlace.Existing(fileId);
            precondition = run.WithHistory
                ? new FilePrecondition { Matches = [terms.FixedIds!.Value.VersionId.ToString("N", CultureInfo.InvariantCulture)] }
                : FilePrecondition.None;
        }

        run.CountFile();
        return made ?? throw Problem.NotFound("A file was purged while it was copied.");
    }

    private static VersionTerms TermsOf(CopyRun run, FileVersion version, Guid sourceId) => new()
    {
        ModifiedAt = version.ModifiedAt,
        Executable = version.Executable,
        FixedIds = (
            run.IdOf(EntryKind.File, sourceId),
            OperationKey.Step(run.OperationId, "version", run.TakesAway ? version.VersionId : sourceId)),
        Origin = run.WithHistory ? new VersionOrigin(version.CreatedAt, version.UserId, version.DeviceId) : null,
    };

    // Oldest first.
    private static async Task<List<long>> ListVersionsAsync(IFileGrain file, Guid driveId, CancellationToken cancellationToken)
    {
        var numbers = new List<long>();
        FileVersionPage page;
        var before = long.MaxValue;
        do
        {
            page = await file.ListAsync(before, Paging.MaxLimit, driveId, cancellationToken);
            numbers.AddRange(page.Versions.Select(version => version.Number));
            before = page.Versions.IsEmpty ? 0 : page.Versions[^1].Number;
        }
        while (page.HasMore && before > 0);

        numbers.Reverse();
        return numbers;
    }

    /// <summary>Takes references on the chunks of a version for another one, as content for a commit; the caller may read the version.</summary>
    public async Task<StoredContent> ReferAsync(
        FileVersion version, ChunkReference reference, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, cancellationToken);
        var content = new StoredContent(manifest, version.Manifest);
        var lacking = await intake.HoldAsync(content.ReferredChunks(), reference, HoldMode.WithBytes, cancellationToken);

        // The version refers to its chunks, so all of them are there, or the store has lost some.
        return lacking.Count == 0 ? content : throw Problem.DamagedContent();
    }

    private async Task MakeRoomAsync(
        CopyRun run, TreeItem parent, string name, TreeItem source, CancellationToken cancellationToken)
    {
        if (await run.Caller.Tree.LookUpAsync(parent.Entry.Id, name, cancellationToken) is not { Item: { } there })
        {
            return;
        }

        if (there.EntryId == source.EntryId)
        {
            throw Problem.NotPossible("An item cannot replace itself by its copy.");
        }

        // A repeat: what has the name is what the first made.
        if (there.EntryId == run.IdOf(source.Entry.Kind, source.EntryId))
        {
            return;
        }

        DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(there.PlaceDriveId).ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = OperationKey.Step(run.OperationId, "replace", there.PlaceEntryId),
                DeviceId = run.Caller.DeviceId,
                Viewer = there.PlaceViewer,
                EntryId = there.PlaceEntryId,
                IsGuarded = run.Caller.IsByDoor,
                Origin = TreeCommands.OriginOf(run.Caller),
            },
            cancellationToken));
    }

    // By ids: a folder may be seen by more than one path.
    private static async Task<bool> IsWithinAsync(CallerTree tree, TreeItem inner, TreeItem outer, CancellationToken cancellationToken)
    {
        for (TreeItem? item = inner; item is not null; item = await tree.FindAsync(item.Entry.ParentId, cancellationToken))
        {
            if (item.EntryId == outer.EntryId)
            {
                return true;
            }
        }

        return false;
    }
}
