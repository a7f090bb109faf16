using System.Collections.Immutable;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>The index in SQL. What the engines search by differs and is the dialect's.</summary>
internal sealed class SqlSearchIndex(IMetadataShards shards, ISearchDialect dialect) : ISearchIndex
{
    /// <summary>Words of a text that are indexed, as characters.</summary>
    private const int MaxIndexedCharacters = 1024 * 1024;

    private const int MaxCounted = 100_000;
    private const int MaxOpenAttempts = 20;

    private const string FindDriveText = $"SELECT {IndexSql.DriveColumns} FROM drives WHERE drive = ?1";

    private const string ListDrivesText = $"SELECT {IndexSql.DriveColumns} FROM drives WHERE drive > ?1 ORDER BY drive LIMIT ?2";

    private const string ListPendingText = """
        SELECT d.drive, i.id, i.name, i.size, i.version, i.version_number, i.changed
        FROM items i JOIN drives d ON d.slot = i.slot
        WHERE i.content = 1 AND i.version IS NOT NULL ORDER BY i.changed LIMIT ?1
        """;

    private const string ReadTextText =
        "SELECT body FROM texts WHERE row = (SELECT row FROM items WHERE slot = (SELECT slot FROM drives WHERE drive = ?1) AND id = ?2)";

    private const string CountPendingText = """
        SELECT count(*), min(changed) FROM (
            SELECT changed FROM items WHERE content = 1 AND (?1 IS NULL OR slot = (SELECT slot FROM drives WHERE drive = ?1))
            ORDER BY changed LIMIT ?2) AS waiting
        """;

    private const string CountText = """
        SELECT (SELECT count(*) FROM drives), count(*), count(*) FILTER (WHERE content = 2), count(*) FILTER (WHERE content = 1) FROM items
        """;

    private const string CountReasonsText =
        "SELECT reason, count(*) FROM items WHERE content = 3 AND reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 1 LIMIT 100";

    public async ValueTask<IndexedDrive> OpenDriveAsync(Guid driveId, CancellationToken cancellationToken)
    {
        // Where several servers open drives at once, one of them gets the next number and the others the one after.
        for (var attempt = 0; attempt < MaxOpenAttempts; attempt++)
        {
            if (await FindDriveAsync(driveId, cancellationToken) is { } known)
            {
                return known;
            }

            await shards.OfDrive(driveId).WriteAsync(new MetadataWrite(IndexSql.Open(driveId)), cancellationToken);
        }

        return await FindDriveAsync(driveId, cancellationToken) ?? throw new MetadataException("A drive was opened and is not there.");
    }

    public ValueTask<List<IndexedDrive>> ListDrivesAsync(Guid? afterDriveId, int limit, CancellationToken cancellationToken) =>
        ShardPages.ReadAsync(
            shards,
            afterDriveId ?? Guid.Empty,
            PageLimit.Check(limit),
            (database, after, count) => database.QueryAsync(new SqlStatement(ListDrivesText, after, count), IndexSql.ReadDrive, cancellationToken),
            static drive => drive.DriveId,
            order: null,
            static (shard, drive) => shard.HasDrive(drive.DriveId),
            cancellationToken);

    public ValueTask<WriteOutcome> ApplyAsync(IndexPage page, CancellationToken cancellationToken)
    {
        var slot = page.Drive.Slot;
        var generation = page.Drive.Generation + (page.BeginsListing ? 1 : 0);
        var write = new MetadataWrite(page.Entries.Count + 2).Add(IndexSql.Move(page.Drive, generation, page.Place));
        foreach (var entry in page.Entries)
        {
            write.Add(IndexSql.Put(slot, generation, entry));
        }

        foreach (var word in page.Entries.SelectMany(entry => Spelling.WordsOf(entry.Name)).Distinct())
        {
            write.Add(IndexSql.Spell(slot, word));
        }

        foreach (var statement in IndexSql.Purge(slot, page.PurgedIds))
        {
            write.Add(statement);
        }

        if (page.EndsListing)
        {
            write.Add(IndexSql.DropUnlisted(slot, generation));
        }

        return shards.OfDrive(page.Drive.DriveId).WriteAsync(write, cancellationToken);
    }

    public async ValueTask ForgetPlaceAsync(Guid? driveId, CancellationToken cancellationToken) =>
        await shards.AskAllAsync(
            async all =>
            {
                foreach (var shard in all)
                {
                    await shard.Database.WriteAsync(
                        new MetadataWrite().Add(IndexSql.ForgetPlace(driveId)).Add(IndexSql.ForgetVersions(driveId)), cancellationToken);
                }

                return all.Count;
            },
            cancellationToken);

    public async ValueTask DropDriveAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var database = shards.OfDrive(driveId);
        if (await FindDriveAsync(database, driveId, cancellationToken) is { } drive)
        {
            await database.WriteAsync(
                new MetadataWrite()
                    .Add(IndexSql.DropAll(drive.Slot))
                    .Add(IndexSql.DropSpellings(drive.Slot))
                    .Add(IndexSql.DropDrive(drive.Slot)),
                cancellationToken);
        }
    }

    public async ValueTask<List<PendingContent>> ListPendingAsync(int limit, CancellationToken cancellationToken) =>
        await shards.AskAllAsync(
            async all =>
            {
                _ = PageLimit.Check(limit);
                var pending = new List<(PendingContent Content, long Since)>();
                foreach (var shard in all)
                {
                    pending.AddRange((await shard.Database.QueryAsync(new SqlStatement(ListPendingText, limit), ReadPending, cancellationToken))
                        .Where(waiting => shard.HasDrive(waiting.Content.DriveId)));
                }

                return pending.OrderBy(static waiting => waiting.Since).Take(limit).Select(static waiting => waiting.Content).ToList();
            },
            cancellationToken);

    public async ValueTask StoreContentsAsync(IReadOnlyList<IndexedContent> contents, CancellationToken cancellationToken)
    {
        foreach (var ofDatabase in contents.GroupBy(content => shards.OfDrive(content.DriveId)))
        {
            var write = new MetadataWrite(contents.Count * 3);
            foreach (var content in ofDatabase)
            {
                var words = content.Text is null ? "" : FoldedText.Of(content.Text, MaxIndexedCharacters);
                foreach (var statement in IndexSql.Settle(content, words, dialect))
                {
                    write.Add(statement);
                }
            }

            await ofDatabase.Key.WriteAsync(write, cancellationToken);
        }
    }

    public async ValueTask<List<SearchHit>> FindAsync(SearchCriteria criteria, CancellationToken cancellationToken)
    {
        PageLimit.Check(criteria.Limit);
        var roots = ImmutableArray.CreateBuilder<(SearchRoot Root, long Slot)>(criteria.Roots.Length);
        foreach (var root in criteria.Roots.Distinct())
        {
            if (await FindDriveAsync(root.DriveId, cancellationToken) is { } drive)
            {
                roots.Add((root, drive.Slot));
            }
        }

        var queries = new SearchQueries(shards, dialect, criteria);
        foreach (var (root, slot) in roots)
        {
            await queries.SearchAsync(root, slot, cancellationToken);
        }

        await queries.SearchCorrectedAsync(roots.DrainToImmutable(), cancellationToken);
        return queries.Hits;
    }

    public async ValueTask<string?> ReadTextAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken) =>
        await shards.OfDrive(driveId).QueryFirstAsync(new SqlStatement(ReadTextText, driveId, entryId), static row => row.GetBlob(0), cancellationToken)
            is { } packed
            ? PackedText.Unpack(packed)
            : null;

    public ValueTask<PendingTotals> CountPendingAsync(Guid? driveId, CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            var totals = new List<PendingTotals>();
            foreach (var shard in all)
            {
                totals.Add(await shard.Database.QueryFirstAsync(
                    new SqlStatement(CountPendingText, driveId, MaxCounted),
                    static row => new PendingTotals(row.GetInteger(0), row.GetIntegerOrNull(1)),
                    cancellationToken));
            }

            return new PendingTotals(totals.Sum(total => total.Contents), totals.Min(total => total.OldestUnixMilliseconds));
        },
        cancellationToken);

    public ValueTask<IndexTotals> CountAsync(CancellationToken cancellationToken) => shards.AskAllAsync(
        async all =>
        {
            var totals = new List<IndexTotals>();
            foreach (var shard in all)
            {
                totals.Add(await CountAsync(shard.Database, cancellationToken));
            }

            return totals is [var only] ? only : IndexTotals.Sum(totals);
        },
        cancellationToken);

    private static async ValueTask<IndexTotals> CountAsync(IMetadataDatabase database, CancellationToken cancellationToken)
    {
        var reasons = await database.QueryAsync(
            new SqlStatement(CountReasonsText),
            static row => KeyValuePair.Create(row.GetText(0), row.GetInteger(1)),
            cancellationToken);
        return (await database.QueryFirstAsync(
            new SqlStatement(CountText),
            row => new IndexTotals
            {
                Drives = row.GetInteger(0),
                Entries = row.GetInteger(1),
                Contents = row.GetInteger(2),
                PendingContents = row.GetInteger(3),
                NotIndexed = reasons,
            },
            cancellationToken))!;
    }

    private static (PendingContent Content, long Since) ReadPending(SqlRow row) => (
        new PendingContent
        {
            DriveId = row.GetGuid(0),
            EntryId = row.GetGuid(1),
            Name = row.GetText(2),
            SizeBytes = row.GetInteger(3),
            VersionId = row.GetGuid(4),
            VersionNumber = row.GetInteger(5),
        },
        row.GetInteger(6));

    private ValueTask<IndexedDrive?> FindDriveAsync(Guid driveId, CancellationToken cancellationToken) =>
        FindDriveAsync(shards.OfDrive(driveId), driveId, cancellationToken);

    private static ValueTask<IndexedDrive?> FindDriveAsync(IMetadataDatabase database, Guid driveId, CancellationToken cancellationToken) =>
        database.QueryFirstAsync(new SqlStatement(FindDriveText, driveId), IndexSql.ReadDrive, cancellationToken);
}
