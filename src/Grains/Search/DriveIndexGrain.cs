using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Search;

namespace FileStorage.Grains.Search;

/// <inheritdoc cref="IDriveIndexGrain"/>
[GrainType("drive-index"), CollectionAgeLimit(Minutes = 2)]
internal sealed class DriveIndexGrain(ISearchIndex index, TimeProvider clock) : Grain, IDriveIndexGrain
{
    private const int PageSize = 500;

    private Guid DriveId => this.GetPrimaryKey();

    public async Task<IndexStep> AdvanceAsync(CancellationToken cancellationToken)
    {
        var drive = await index.OpenDriveAsync(DriveId, cancellationToken);
        var cursor = drive.Place is { } place ? IndexMapping.ToCursor(place) : null;
        var outcome = await GrainFactory.GetGrain<IDriveGrain>(DriveId).ReadChangesAsync(cursor, PageSize, cancellationToken);
        var page = outcome switch
        {
            ChangeOutcome.Page told => ToPage(drive, cursor, told),
            ChangeOutcome.Resync => new IndexPage { Drive = drive, Place = null },
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };
        if (page.Place == drive.Place && page.Entries.Count == 0)
        {
            return new IndexStep { Entries = 0, HasMore = false };
        }

        // A conflict: the place was changed meanwhile, by another activation or because the drive is to be indexed anew.
        var isApplied = await index.ApplyAsync(page, CancellationToken.None) is WriteOutcome.Committed;
        return new IndexStep
        {
            Entries = isApplied ? page.Entries.Count : 0,
            HasMore = !isApplied || outcome is not ChangeOutcome.Page { HasMore: false },
        };
    }

    private IndexPage ToPage(IndexedDrive drive, DriveCursor? cursor, ChangeOutcome.Page told)
    {
        var now = clock.GetUtcNow();
        return new IndexPage
        {
            Drive = drive,
            Place = IndexMapping.ToPlace(told.Cursor),
            Entries = [.. told.Changes.Where(change => !change.IsPurged).Select(change => IndexMapping.ToEntry(change, now))],
            PurgedIds = [.. told.Changes.Where(change => change.IsPurged).Select(change => change.Entry.Id)],
            BeginsListing = cursor is null,
            EndsListing = cursor is null or { Listing: not null } && told.Cursor.Listing is null,
        };
    }
}
