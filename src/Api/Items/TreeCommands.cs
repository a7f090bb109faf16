using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Api.Trees;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Items;

/// <summary>What changes the tree, as a caller wants it, whichever door they come by.</summary>
internal sealed class TreeCommands(IGrainFactory grains, ItemCopy copy)
{
    /// <summary>Makes a folder.</summary>
    /// <exception cref="Problems.ProblemException">It was not made.</exception>
    public async Task<Entry> MakeFolderAsync(Caller caller, Place place, Guid operationId, CancellationToken cancellationToken) =>
        DriveAnswer.Require(await Drive(place.Parent?.DriveId ?? caller.DriveId).ExecuteAsync(
            new DriveCommand.MakeFolder
            {
                OperationId = operationId,
                DeviceId = caller.DeviceId,
                Viewer = place.Parent?.Viewer,
                FolderId = OperationKey.Step(operationId, "folder", place.ParentId),
                ParentId = place.ParentId,
                Name = place.Name,
            },
            cancellationToken));

    /// <summary>Whether an item would change its owner: then it is <see cref="MoveAcrossAsync"/> that moves it.</summary>
    public static bool IsToAnotherDrive(TreeItem item, Place to) =>
        to.Parent is { } parent && parent.DriveId != item.PlaceDriveId;

    /// <inheritdoc cref="ItemCopy.MoveAcrossAsync"/>
    public Task<TreeItem> MoveAcrossAsync(
        Caller caller, TreeItem item, Place to, bool replaces, Guid operationId, CancellationToken cancellationToken) =>
        copy.MoveAcrossAsync(caller, item, to, replaces, operationId, cancellationToken);

    /// <summary>Moves or renames an item within its drive.</summary>
    /// <exception cref="Problems.ProblemException">It was not moved.</exception>
    public async Task<Entry> MoveAsync(Caller caller, ItemMove move, Guid operationId, CancellationToken cancellationToken) =>
        DriveAnswer.Require(await Drive(move.Item?.PlaceDriveId ?? caller.DriveId).ExecuteAsync(
            new DriveCommand.Move
            {
                OperationId = operationId,
                DeviceId = caller.DeviceId,
                Viewer = move.Item?.PlaceViewer,
                ExpectedEtag = move.Item is { IsMount: true } ? null : move.ExpectedEtag,
                EntryId = move.Item?.PlaceEntryId ?? move.GivenId,
                ParentId = move.To.ParentId,
                Name = move.To.Name,
                Replace = move.Replaces,
                IsGuarded = caller.IsByDoor,
                Origin = OriginOf(caller),
            },
            cancellationToken));

    /// <summary>Puts an item into the trash; of a mount, only its place.</summary>
    /// <param name="caller">Who does it.</param>
    /// <param name="item">Null where there is none: the drive says so, unless it did the same command before.</param>
    /// <param name="givenId">The id by which it was named, for that case.</param>
    /// <param name="expectedEtag">What its etag must be; null: any.</param>
    /// <param name="operationId">Of this act.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Problems.ProblemException">It was not put there.</exception>
    public async Task TrashAsync(
        Caller caller, TreeItem? item, Guid givenId, string? expectedEtag, Guid operationId, CancellationToken cancellationToken) =>
        DriveAnswer.Require(await Drive(item?.PlaceDriveId ?? caller.DriveId).ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = operationId,
                DeviceId = caller.DeviceId,
                Viewer = item?.PlaceViewer,
                ExpectedEtag = item is { IsMount: true } ? null : expectedEtag,
                EntryId = item?.PlaceEntryId ?? givenId,
                IsGuarded = caller.IsByDoor && expectedEtag is null,
                Origin = OriginOf(caller),
            },
            cancellationToken));

    /// <summary>Whose device it is that is held, where it deletes too much.</summary>
    public static Origin? OriginOf(Caller caller) => caller.IsByDoor ? new Origin(caller.UserId, Address: null) : null;

    private IDriveGrain Drive(Guid driveId) => grains.GetGrain<IDriveGrain>(driveId);
}
