using System.Collections.Immutable;
using FileStorage.Api.Contracts.Changes;

namespace FileStorage.Api.Changes;

/// <summary>One page of a feed while it is put together.</summary>
internal sealed class FeedPage(int limit)
{
    private readonly List<ChangeBody> _changes = [];
    private readonly ImmutableArray<FeedPart>.Builder _parts = ImmutableArray.CreateBuilder<FeedPart>();
    private bool _hasMore;

    /// <summary>How many changes still fit.</summary>
    public int Room => Math.Max(0, limit - _changes.Count);

    public void Add(FeedPart part, bool hasMore, IEnumerable<ChangeBody> changes)
    {
        _changes.AddRange(changes);
        _parts.Add(part);
        _hasMore |= hasMore;
    }

    /// <summary>A part that is read with a later page; null where nothing is known of it yet.</summary>
    public void Postpone(FeedPart? part)
    {
        _hasMore = true;
        if (part is not null)
        {
            _parts.Add(part);
        }
    }

    public ChangesBody ToBody() =>
        new() { Changes = _changes, Cursor = new FeedCursor(_parts.DrainToImmutable()).ToString(), More = _hasMore };
}
