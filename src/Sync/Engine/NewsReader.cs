using FileStorage.Core.Entries;
using FileStorage.Sync.Remote;
using FileStorage.Sync.State;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Keeps the remote tree true by reading the server's news, and by what answers to commands tell. News and answers may pass each other on their
/// way: where they disagree, nothing is decided until news has been read that began after both.
/// </summary>
internal sealed class NewsReader(IRemoteDrive drive, SyncTrees trees, Marker marker, Ledger ledger, Moments moments, Errands errands, Reachability reach)
{
    private readonly Dictionary<Guid, long> _goneAt = [];
    private bool _isReading;
    private bool _isWanted = true;
    private long _needsReadAfter;
    private long _firstPageAt;

    /// <summary>When the last news that was read to its end began.</summary>
    public long ReadSince { get; private set; }

    /// <summary>Whether the remote tree is whole and nothing in it is in doubt.</summary>
    public bool IsWhole => ReadSince > _needsReadAfter && !ledger.News.IsListing && trees.Remote.Root is not null;

    public bool IsIdle => !_isReading && !_isWanted;

    public bool IsReading => _isReading;

    public Exception? Failure { get; set; }

    public void Want() => _isWanted = true;

    /// <summary>Nothing is decided until news has been read that begins from now on.</summary>
    public long Need()
    {
        _isWanted = true;
        return _needsReadAfter = moments.Next();
    }

    /// <summary>No command is under way whose answer could be older than the news.</summary>
    public void ForgetGone() => _goneAt.Clear();

    public void StartReading()
    {
        if (_isReading || !_isWanted)
        {
            return;
        }

        _isWanted = false;
        _isReading = true;
        _firstPageAt = moments.Next();
        ReadPage(_firstPageAt);
    }

    /// <summary>What the answer to a command told of an entry.</summary>
    public void TakeAnswer(RemoteEntry entry, long startedAt, bool isRepeated)
    {
        var known = trees.Remote.FindAnywhere(entry.Id);
        var isOlder = known is not null && (known.ToldAt >= startedAt || known.Entry.VersionNumber > entry.VersionNumber);
        if (isRepeated || (isOlder && Differs(known!.Entry, entry)) || (known is null && _goneAt.GetValueOrDefault(entry.Id) >= startedAt))
        {
            // An answer to a repeated command may tell of long ago, and one that was slow of what has gone since.
            Need();
            return;
        }

        if (known is not null)
        {
            marker.Remote(known);
        }

        var node = trees.Remote.Apply(entry);
        node.AnsweredAt = moments.Next();
        node.Listing = ledger.News.Listing;
        marker.Remote(node);
        ledger.StoreRemote(node);
    }

    private void ReadPage(long startedAt)
    {
        var cursor = ledger.News.Cursor;
        errands.Start(async cancellationToken =>
        {
            try
            {
                var page = await drive.ReadChangesAsync(cursor, TimeSpan.Zero, cancellationToken);
                return () => Take(page, startedAt);
            }
            catch (ResyncException exception)
            {
                return exception.WentBack ? BeginAfresh : BeginAgain;
            }
            catch (Exception exception) when (exception is RemoteUnavailableException or RemoteDeniedException)
            {
                return () => Fail(exception);
            }
        });
    }

    private void Fail(Exception exception)
    {
        _isReading = false;
        _isWanted = true;
        Failure = exception;
    }

    /// <summary>
    /// The server was restored from a backup. What it does not know any more was deleted by nobody, and what it knows may be older than what is
    /// here: with nothing taken for synced both sides are compared as at the very first time, when nothing is ever deleted or overwritten.
    /// </summary>
    private void BeginAfresh()
    {
        foreach (var node in trees.Synced.All.ToList())
        {
            ledger.Forget(node.Id);
        }

        BeginAgain();
    }

    private void BeginAgain()
    {
        ledger.SetNews(new NewsPlace(Cursor: null, ledger.News.Listing + 1, IsListing: true));
        _firstPageAt = moments.Next();
        ReadPage(_firstPageAt);
    }

    private void Take(RemotePage page, long startedAt)
    {
        reach.Succeeded();
        var now = moments.Next();
        foreach (var entry in page.Entries)
        {
            Take(entry, startedAt, now);
        }

        var wasListing = ledger.News.IsListing;
        ledger.SetNews(ledger.News with { Cursor = page.Cursor, IsListing = ledger.News.IsListing && page.HasMore });
        if (page.HasMore)
        {
            ReadPage(moments.Next());
            return;
        }

        _isReading = false;
        if (wasListing)
        {
            DropUnlisted();
        }

        if (_needsReadAfter > _firstPageAt)
        {
            // The tree may be torn until the next news.
            _isWanted = true;
        }
        else
        {
            foreach (var gone in trees.Remote.Prune(_firstPageAt))
            {
                marker.Remote(gone);
                ledger.DropRemote(gone.Id);
                _goneAt[gone.Id] = moments.Next();
            }
        }

        ReadSince = _firstPageAt;
    }

    private void Take(RemoteEntry entry, long startedAt, long now)
    {
        var known = trees.Remote.FindAnywhere(entry.Id);
        if (known is null && (entry.State is RemoteState.Purged || (entry.State is RemoteState.Trashed && entry.Kind is EntryKind.File)))
        {
            // An upload whose answer is still on its way may have made it.
            _goneAt[entry.Id] = now;
            return;
        }

        if (known is not null)
        {
            if (known.AnsweredAt >= startedAt && Differs(known.Entry, entry))
            {
                Need();
            }

            if (!Differs(known.Entry, entry))
            {
                // Etags of folders change with everything below; nothing is to be decided about that.
                trees.Remote.Apply(entry);
                Stamp(known, now);
                return;
            }

            marker.Remote(known);
        }

        var wasThere = trees.Remote.Find(entry.Id) is not null;
        var node = trees.Remote.Apply(entry);
        if (node.IsFolder && wasThere != (trees.Remote.Find(entry.Id) is not null))
        {
            // It went, or came back before it was gone here: what lies in it went or came with it, and is not told of.
            marker.RemoteWithAllBelow(node);
        }

        Stamp(node, now);
        marker.Remote(node);
    }

    private void Stamp(RemoteNode node, long now)
    {
        node.ToldAt = now;
        node.Listing = ledger.News.Listing;
        ledger.StoreRemote(node);
    }

    /// <summary>After a listing: what it did not hold is gone, unless an answer told of it since.</summary>
    private void DropUnlisted()
    {
        foreach (var node in trees.Remote.All.Where(node => node.Listing < ledger.News.Listing && node.AnsweredAt < _firstPageAt).ToList())
        {
            marker.RemoteWithAllBelow(node);
            marker.Remote(node);
            trees.Remote.Remove(node);
        }
    }

    private static bool Differs(RemoteEntry one, RemoteEntry other) =>
        one.ParentId != other.ParentId || one.Name != other.Name || one.State != other.State || one.VersionId != other.VersionId;
}
