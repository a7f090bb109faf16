using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Grains.History;

/// <summary>The steps of a plan, told with paths.</summary>
internal sealed class RewindChanges(RewindPicture picture, RewindPlan plan)
{
    public IEnumerable<RewindChange> List() =>
    [
        .. plan.Restored.Select(target => Tell(RewindStep.Restore, target.EntryId, from: null, PathThen(target.EntryId))),
        .. plan.Made.Select(target => new RewindChange
        {
            Step = RewindStep.Make,
            ItemId = target.EntryId,
            Kind = EntryKind.Folder,
            To = Join(PathOfMade(target)),
        }),
        .. plan.Moved.Select(target => Tell(RewindStep.Move, target.EntryId, PathNow(target.EntryId), PathThen(target.EntryId))),
        .. plan.Trashed.Select(id => Tell(RewindStep.Trash, id, PathNow(id), to: null)),
        .. plan.Contents.Select(then => Tell(RewindStep.Content, then.Id, PathNow(then.Id), PathThen(then.Id))),
        .. Lost(),
    ];

    public IEnumerable<RewindChange> Lost() => plan.Lost.Select(then => new RewindChange
    {
        Step = RewindStep.Lose,
        ItemId = then.Id,
        Kind = then.Kind,
        To = PathThen(then.Id),
    });

    private RewindChange Tell(RewindStep step, Guid id, string? from, string? to) => new()
    {
        Step = step,
        ItemId = id,
        Kind = picture.Now[id]!.Kind,
        From = from,
        To = to,
    };

    private string PathNow(Guid id) => Join(Names(id, current => picture.Now.GetValueOrDefault(current) is { } row ? (row.ParentId, row.Name) : null));

    private string PathThen(Guid id) => Join(Names(id, Then));

    private (Guid?, string)? Then(Guid id) => picture.Past.Find(id) is { } then ? (then.ParentId, then.Name)
        : picture.Now.GetValueOrDefault(id) is { } row ? (row.ParentId, row.Name) : null;

    private List<string> PathOfMade(RewindTarget made)
    {
        var above = plan.Made.FirstOrDefault(target => target.EntryId == made.ParentId);
        var names = above.Name is null ? Names(made.ParentId, Then) : PathOfMade(above);
        names.Add(made.Name);
        return names;
    }

    private List<string> Names(Guid id, Func<Guid, (Guid? ParentId, string Name)?> place)
    {
        var names = new List<string>();
        for (Guid? current = id; current is { } known && known != picture.DriveId;)
        {
            var found = place(known);
            names.Add(found?.Name ?? "?");
            current = found?.ParentId;
        }

        names.Reverse();
        return names;
    }

    private static string Join(List<string> names) => "/" + string.Join('/', names);
}
