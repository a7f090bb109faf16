using FileStorage.Api.Contracts.History;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Api.History;

/// <summary>Reports of rewinds as bodies.</summary>
internal static class RewindBodies
{
    public static RewindBody Of(RewindReport report, bool isPreview) => new()
    {
        State = isPreview ? "preview" : report.IsDone ? "done" : "running",
        OperationId = isPreview ? null : report.OperationId,
        ItemId = report.ItemId,
        ToNumber = report.ToNumber,
        UndoNumber = report.FromNumber,
        Restored = report.Restored,
        Made = report.Made,
        Moved = report.Moved,
        Trashed = report.Trashed,
        Contents = report.Contents,
        ContentsDone = report.ContentsDone,
        ContentsNewer = report.ContentsNewer,
        ContentsGone = report.ContentsGone,
        Lost = report.Lost,
        Changes = [.. report.Changes.Select(Of)],
    };

    private static RewindChangeBody Of(RewindChange change) => new()
    {
        Step = NameOf(change.Step),
        ItemId = change.ItemId,
        Kind = change.Kind == EntryKind.File ? "file" : "folder",
        From = change.From,
        To = change.To,
    };

    private static string NameOf(RewindStep step) => step switch
    {
        RewindStep.Restore => "restore",
        RewindStep.Make => "make",
        RewindStep.Move => "move",
        RewindStep.Trash => "trash",
        RewindStep.Content => "content",
        RewindStep.Lose => "lose",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };
}
