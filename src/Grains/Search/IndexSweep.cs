using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Grains.Search;

/// <summary>Compares the drives there are with those that are indexed, a page at a time; both come by id.</summary>
internal sealed class IndexSweep(ISearchIndex index, IInventoryStore inventory)
{
    private const int PageSize = 1000;

    public async Task<IndexSweepPage> ReadAsync(Guid? after, CancellationToken cancellationToken)
    {
        var drives = await inventory.ListDrivesAsync(after, PageSize, cancellationToken);
        Guid? last = drives.Count == PageSize ? drives[^1].DriveId : null;
        var indexed = await ReadIndexedAsync(after, last, cancellationToken);
        var behind = new Dictionary<Guid, long?>();
        foreach (var drive in drives)
        {
            if (!indexed.Remove(drive.DriveId, out var place) || place is not { ListsFolders: null } || place.Epoch != drive.Epoch)
            {
                behind.Add(drive.DriveId, null);
            }
            else if (place.Number != drive.JournalNumber)
            {
                behind.Add(drive.DriveId, drive.JournalNumber - place.Number);
            }
        }

        return new IndexSweepPage(behind, [.. indexed.Keys], last);
    }

    private async Task<Dictionary<Guid, IndexPlace?>> ReadIndexedAsync(Guid? after, Guid? last, CancellationToken cancellationToken)
    {
        var indexed = new Dictionary<Guid, IndexPlace?>();
        while (true)
        {
            var page = await index.ListDrivesAsync(after, PageSize, cancellationToken);
            foreach (var drive in page.Where(drive => last is not { } end || drive.DriveId.CompareTo(end) <= 0))
            {
                indexed.Add(drive.DriveId, drive.Place);
            }

            if (page.Count < PageSize || (last is { } final && page[^1].DriveId.CompareTo(final) >= 0))
            {
                return indexed;
            }

            after = page[^1].DriveId;
        }
    }
}
