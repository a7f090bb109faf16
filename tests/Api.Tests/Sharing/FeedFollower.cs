using System.Net;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>What a device knows that has followed the feed: nothing but what it was told.</summary>
internal sealed class FeedFollower(Session session)
{
    private readonly Dictionary<Guid, ChangedItemBody> _items = [];
    private string? _cursor;

    public async Task FollowAsync()
    {
        ChangesBody page;
        do
        {
            var address = "/changes?limit=7" + (_cursor is null ? "" : "&cursor=" + _cursor);
            page = await Session.ReadAsync(await session.GetAsync(address), HttpStatusCode.OK, ContractsJsonContext.Default.ChangesBody);
            foreach (var change in page.Changes)
            {
                Apply(change);
            }

            _cursor = page.Cursor;
        }
        while (page.More);
    }

    /// <summary>The items known below one, by id, with their states.</summary>
    public Dictionary<Guid, string> Below(Guid rootId) =>
        _items.Values.Where(item => IsBelow(item, rootId)).ToDictionary(item => item.Id, item => $"{item.Name} {item.State}");

    private void Apply(ChangeBody change)
    {
        var item = change.Item;
        if (change.Kind == "reset")
        {
            RemoveBelow(item.Id);
        }
        else if (item.State == "purged")
        {
            RemoveBelow(item.Id);
            _items.Remove(item.Id);
        }
        else
        {
            _items[item.Id] = item;
        }
    }

    private void RemoveBelow(Guid rootId)
    {
        foreach (var item in _items.Values.Where(item => IsBelow(item, rootId)).ToList())
        {
            _items.Remove(item.Id);
        }
    }

    private bool IsBelow(ChangedItemBody item, Guid rootId)
    {
        var steps = 0;
        for (var current = item; current.Id != rootId || steps == 0; steps++)
        {
            if (current.ParentId == rootId)
            {
                return true;
            }

            if (steps > _items.Count || !_items.TryGetValue(current.ParentId, out var parent))
            {
                return false;
            }

            current = parent;
        }

        return false;
    }
}
