using System.Collections.Concurrent;
using System.Globalization;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Tests.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

/// <summary>Rows that go into a backup while they are written, and come back into other databases.</summary>
public sealed class PostgresBackupTests : IDisposable
{
    private const string EndOthersText =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private static readonly string[] Own = ["audit", "garbage"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("filestorage-backup-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_table_is_copied_but_that_of_the_schemas_steps()
    {
        using var engine = new PostgresEngine();

        var tables = TableRows.Ask(NameOf(engine.Options), "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'").Split(',');

        Assert.Equal(PostgresBackup.Tables.Append("filestorage_schema").Order(), tables.Order());
    }

    [Fact]
    public async Task Rows_of_every_table_come_back_as_they_were_into_a_database_without_a_schema()
    {
        using var engine = new PostgresEngine();
        var (source, target) = (NameOf(engine.Options), TestDatabase.MakeEmpty());
        var tables = PostgresSlotTable.All.Select(static table => table.Name).Concat(Own).ToList();
        tables.ForEach(table => TableRows.Fill(source, table));
        var before = tables.ConvertAll(table => TableRows.DigestOf(source, table));
        Assert.All(before, static digest => Assert.StartsWith($"{TableRows.Count} ", digest, StringComparison.Ordinal));

        var files = await CopyAsync(engine.Options);
        tables.ForEach(table => TestDatabase.Execute(source, $"TRUNCATE {table}"));
        await RestoreAsync(To(target), files, DateTimeOffset.FromUnixTimeMilliseconds(1_000_000));

        // The journals have begun anew, each once, and nothing else has changed.
        Assert.Equal("600", TableRows.Ask(target, "SELECT count(*)::text FROM drives WHERE epoch = 1000000"));
        foreach (var (table, digest) in tables.Zip(before).Where(static pair => pair.First != "drives"))
        {
            Assert.Equal(digest, TableRows.DigestOf(target, table));
        }

        var again = await Assert.ThrowsAsync<MetadataException>(
            () => RestoreAsync(To(target), files, DateTimeOffset.UnixEpoch));
        Assert.Contains("not empty", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_other_databases_is_refused_before_anything_is_changed()
    {
        using var engine = new PostgresEngine();
        var targets = MakeTargets(3);
        var files = await CopyAsync(engine.Options);

        var others = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(To([.. targets]), files, DateTimeOffset.UnixEpoch));
        var lacking = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(
            To(targets[0]), [.. files.Where(static file => !file.Path.EndsWith("/audit.copy", StringComparison.Ordinal))], DateTimeOffset.UnixEpoch));
        TestDatabase.Execute(
            targets[1], "CREATE TABLE filestorage_schema(number integer PRIMARY KEY, applied timestamptz); INSERT INTO filestorage_schema VALUES (99)");
        var newer = await Assert.ThrowsAsync<MetadataException>(() => RestoreAsync(To(targets[1]), files, DateTimeOffset.UnixEpoch));

        Assert.Contains("1 PostgreSQL databases, and 3 are given", others.Message, StringComparison.Ordinal);
        Assert.Contains("metadata/0/audit.copy", lacking.Message, StringComparison.Ordinal);
        Assert.Contains("has schema 99", newer.Message, StringComparison.Ordinal);
        Assert.Equal("0", TableRows.Ask(targets[0], "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_restore_that_failed_leaves_databases_on_which_nobody_starts_and_can_be_repeated()
    {
        using var engine = new ThreePostgresEngine();
        var sources = engine.Options.Shards.Select(NameOf).ToList();
        sources.ForEach(static source => TableRows.Fill(source, "documents"));
        var before = sources.ConvertAll(static source => TableRows.DigestOf(source, "documents"));
        var files = await CopyAsync(engine.Options);
        var targets = MakeTargets(3);

        // The first database, which is filled last.
        var documents = Path.Combine(_folder.FullName, "metadata", "0", "documents.copy");
        var bytes = await File.ReadAllBytesAsync(documents, Token);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(documents, bytes, Token);
        var damaged = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(To([.. targets]), files, DateTimeOffset.UnixEpoch));
        var begun = targets.ConvertAll(static target => TableRows.DigestOf(target, "documents"));
        var started = await Assert.ThrowsAsync<MetadataException>(() => PostgresMigrator.MigrateAsync(To([.. targets]), Token));
        var alone = Assert.Throws<MetadataException>(() => Check(targets[2]));

        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(documents, bytes, Token);
        await RestoreAsync(To([.. targets]), files, DateTimeOffset.UnixEpoch);

        Assert.Contains("metadata/0/documents.copy", damaged.Message, StringComparison.Ordinal);
        Assert.StartsWith("0 ", begun[0], StringComparison.Ordinal);
        Assert.Equal(before[1..], begun[1..]);
        Assert.Contains("A restore into this PostgreSQL database has not ended", started.Message, StringComparison.Ordinal);
        Assert.Contains("A restore into this PostgreSQL database has not ended", alone.Message, StringComparison.Ordinal);
        Assert.Equal(before, targets.ConvertAll(static target => TableRows.DigestOf(target, "documents")));
        targets.ForEach(Check);
    }

    [Fact]
    public async Task A_restore_that_is_under_way_is_alone_and_one_that_was_given_up_is_not_there_any_more()
    {
        using var engine = new PostgresEngine();
        var files = await CopyAsync(engine.Options);
        var target = TestDatabase.MakeEmpty();

        await using (var first = await PostgresRestore.PrepareAsync(To(target), _folder.FullName, files, Token))
        {
            await first.MarkAsync(Token);
            var second = await Assert.ThrowsAsync<MetadataException>(() => RestoreAsync(To(target), files, DateTimeOffset.UnixEpoch));
            Assert.Contains("Somebody uses", second.Message, StringComparison.Ordinal);

            // And whoever asks is told at once.
            var migrated = await Assert.ThrowsAsync<MetadataException>(() => PostgresMigrator.MigrateAsync(To(target), Token));
            Assert.Contains("A restore into this PostgreSQL database has not ended", migrated.Message, StringComparison.Ordinal);
        }

        await RestoreAsync(To(target), files, DateTimeOffset.UnixEpoch);
        Check(target);
    }

    [Fact]
    public async Task A_database_that_is_restarted_while_the_chunks_are_copied_is_held_again()
    {
        using var engine = new PostgresEngine();
        TableRows.Fill(NameOf(engine.Options), "documents");
        var files = await CopyAsync(engine.Options);
        var target = TestDatabase.MakeEmpty();

        await using var restore = await PostgresRestore.PrepareAsync(To(target), _folder.FullName, files, Token);
        await restore.MarkAsync(Token);
        TestDatabase.Execute(target, EndOthersText);
        await restore.FillAsync(DateTimeOffset.UnixEpoch, Token);
        var second = await Assert.ThrowsAsync<MetadataException>(() => RestoreAsync(To(target), files, DateTimeOffset.UnixEpoch));
        await restore.OpenAsync(Token);

        Assert.Contains("Somebody uses", second.Message, StringComparison.Ordinal);
        Assert.Equal(TableRows.DigestOf(NameOf(engine.Options), "documents"), TableRows.DigestOf(target, "documents"));
    }

    [Fact]
    public async Task A_restore_that_lost_its_database_to_another_one_does_not_touch_it_any_more()
    {
        using var engine = new PostgresEngine();
        TableRows.Fill(NameOf(engine.Options), "documents");
        var files = await CopyAsync(engine.Options);
        var target = TestDatabase.MakeEmpty();

        await using var restore = await PostgresRestore.PrepareAsync(To(target), _folder.FullName, files, Token);
        await restore.MarkAsync(Token);
        TestDatabase.Execute(target, EndOthersText);
        await RestoreAsync(To(target), files, DateTimeOffset.UnixEpoch);
        var lost = await Assert.ThrowsAsync<MetadataException>(() => restore.FillAsync(DateTimeOffset.UnixEpoch, Token));

        Assert.Contains("not empty", lost.Message, StringComparison.Ordinal);
        Check(target);
    }

    [Fact]
    public async Task A_database_that_was_migrated_past_the_backup_meanwhile_is_refused()
    {
        var target = TestDatabase.MakeEmpty();
        _ = await PostgresMigrator.MigrateAsync(To(target), Token);
        using var connection = TestDatabase.Open(target);

        var refused = await Assert.ThrowsAsync<MetadataException>(() => PostgresSchema.BeginRestoringAsync(connection, PostgresSchema.Newest - 1, Token));

        Assert.Contains($"schema {PostgresSchema.Newest}", refused.Message, StringComparison.Ordinal);
        Check(target);
    }

    [Fact]
    public async Task A_database_of_a_newer_schema_than_its_program_is_not_backed_up()
    {
        using var engine = new PostgresEngine();
        TestDatabase.Execute(NameOf(engine.Options), "INSERT INTO filestorage_schema(number) VALUES (1000)");
        try
        {
            var refused = await Assert.ThrowsAsync<MetadataException>(() => CopyAsync(engine.Options));
            Assert.Contains("schema 1000", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            TestDatabase.Execute(NameOf(engine.Options), "DELETE FROM filestorage_schema WHERE number = 1000");
        }
    }

    [Fact]
    public async Task A_database_that_is_given_twice_is_refused()
    {
        using var engine = new ThreePostgresEngine();
        var files = await CopyAsync(engine.Options);
        var target = MakeTargets(1)[0];

        var twice = await Assert.ThrowsAsync<MetadataException>(() => RestoreAsync(To(target, target, target), files, DateTimeOffset.UnixEpoch));

        Assert.Contains("Somebody uses PostgreSQL database", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_several_databases_shows_one_moment_of_all_of_them()
    {
        using var engine = new ThreePostgresEngine();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var counted = new ConcurrentDictionary<int, int>();
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(() => CountAsync(engine.Shards, writer, counted, stop.Token), Token)).ToList();
        await UntilAsync(() => counted.Count == writers.Count && counted.Values.All(static count => count > 30));
        var before = new Dictionary<int, int>(counted);

        // Between two databases there is time for everybody to go on, if only they may.
        var files = await CopyAsync(engine.Options, async () =>
        {
            var sum = counted.Values.Sum();
            var started = TimeProvider.System.GetTimestamp();
            await UntilAsync(() => counted.Values.Sum() > sum + 20 || TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMilliseconds(200));
        });
        var after = new Dictionary<int, int>(counted);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var targets = MakeTargets(3);
        await RestoreAsync(To([.. targets]), files, DateTimeOffset.UnixEpoch);

        var found = targets.SelectMany(static target => TableRows.Ask(
            target, "SELECT coalesce(string_agg(key || '=' || etag, ','), '') FROM documents WHERE kind = 'count'").Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => text.Split('=')).ToDictionary(static pair => pair[0], static pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
        for (var writer = 0; writer < writers.Count; writer++)
        {
            // Each is written when the one before is known to be: none is ahead of it, and none more than one behind.
            var counts = Enumerable.Range(0, 3).Select(part => found[Key(writer, part)]).ToList();
            Assert.Equal(counts.OrderDescending(), counts);
            Assert.InRange(counts[0] - counts[2], 0, 1);
            Assert.InRange(counts[2], before[writer], after[writer] + 1);
        }
    }

    // Numbers in three rows, one after the other, which lie in all three databases in an order that differs by writer.
    private static async Task CountAsync(IMetadataShards shards, int writer, ConcurrentDictionary<int, int> counted, CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            for (var part = 0; part < 3; part++)
            {
                var text = number == 1
                    ? "INSERT INTO documents(kind, key, etag, body) VALUES ('count', ?1, ?2, ''::bytea)"
                    : "UPDATE documents SET etag = ?2 WHERE kind = 'count' AND key = ?1";
                var outcome = await shards.OfKey("count", Key(writer, part)).WriteAsync(
                    new MetadataWrite(new SqlStatement(text, Key(writer, part), number)), Token);
                Assert.Equal(WriteOutcome.Committed, outcome);
            }

            counted[writer] = number;
        }
    }

    // The database of part p is one of the three, turned by the writer and mirrored for every other one.
    private static string Key(int writer, int part)
    {
        var wanted = ((writer % 2 == 0 ? part : 2 - part) + (writer / 2)) % 3;
        return Enumerable.Range(0, int.MaxValue).Select(number => string.Create(CultureInfo.InvariantCulture, $"{writer}-{part}-{number}"))
            .First(key => MetadataSlots.OfKey("count", key) * 3 / MetadataSlots.Count == wanted);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private async Task<List<BackupFile>> CopyAsync(PostgresMetadataOptions options, Func<ValueTask>? began = null)
    {
        var files = new List<BackupFile>();
        await foreach (var file in new PostgresBackup(options, began).CopyToAsync(_folder.FullName, Token))
        {
            files.Add(file);
        }

        return files;
    }

    private async Task RestoreAsync(PostgresMetadataOptions options, IReadOnlyList<BackupFile> files, DateTimeOffset now)
    {
        await using var restore = await PostgresRestore.PrepareAsync(options, _folder.FullName, files, Token);
        await restore.MarkAsync(Token);
        await restore.FillAsync(now, Token);
        await restore.OpenAsync(Token);
    }

    private static List<string> MakeTargets(int count) => [.. Enumerable.Range(0, count).Select(static _ => TestDatabase.MakeEmpty())];

    private static void Check(string database)
    {
        using var connection = TestDatabase.Open(database);
        PostgresSchema.Check(connection);
    }

    private static PostgresMetadataOptions To(params string[] databases)
    {
        var options = new PostgresMetadataOptions { WriteConnections = 2, ReadConnections = 3 };
        if (databases is [var only])
        {
            options.ConnectionString = PostgresCluster.Shared.ConnectionTo(only);
            return options;
        }

        foreach (var database in databases)
        {
            options.Shards.Add(PostgresCluster.Shared.ConnectionTo(database));
        }

        options.Complete();
        return options;
    }

    private static string NameOf(PostgresMetadataOptions options) => NameOf(options.ConnectionString);

    private static string NameOf(string connection) => new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
}
