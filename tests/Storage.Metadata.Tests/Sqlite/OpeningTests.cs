using System.Diagnostics;
using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Storage.Metadata.Sqlite;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FileStorage.Tests.Storage.Metadata.Tests.Sqlite;

/// <summary>What happens when a metadata file is opened, and when it cannot be.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metadata-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder, "below", "metadata.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_it_was_closed_and_opened()
    {
        using (var first = Open())
        {
            await first.WriteAsync(new MetadataWrite(Claim("a")), Token);
        }

        Assert.Equal(0, LogBytes());
        using var second = Open();
        Assert.Equal(1, await CountAsync(second));
    }

    [Fact]
    public void A_second_server_on_the_same_folder_is_refused_until_the_first_is_gone()
    {
        using (Open())
        {
            var refused = Assert.Throws<DataFolderInUseException>(Open);
            Assert.Contains(FilePath, refused.Message, StringComparison.Ordinal);
        }

        Open().Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_leaves_no_lock()
    {
        MakeFolder();
        File.WriteAllBytes(FilePath, [.. Enumerable.Repeat((byte)'x', 10_000)]);

        Assert.Throws<MetadataCorruptException>(Open);
        Assert.Throws<MetadataCorruptException>(Open);
    }

    [Fact]
    public void A_database_of_another_program_is_left_alone()
    {
        MakeFolder();
        using (var foreign = SqliteConnection.Open(FilePath, TimeSpan.Zero))
        {
            foreign.ExecuteScript("CREATE TABLE theirs(x)");
        }

        Assert.Throws<MetadataCorruptException>(Open);

        using var still = SqliteConnection.Open(FilePath, TimeSpan.Zero);
        Assert.Equal(1, still.QueryFirst(new SqlStatement("SELECT count(*) FROM sqlite_schema"), static row => row.GetInteger(0)));
    }

    [Fact]
    public void Metadata_of_a_newer_program_is_refused()
    {
        Open().Dispose();
        using (var newer = SqliteConnection.Open(FilePath, TimeSpan.Zero))
        {
            newer.ExecuteScript($"PRAGMA user_version = {SqliteSchema.Newest + 1}");
        }

        var refused = Assert.Throws<SchemaTooNewException>(Open);
        Assert.Contains($"{SqliteSchema.Newest + 1}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_the_second_schema_is_brought_forward_with_what_it_holds()
    {
        MakeFolder();
        var (drive, entry) = (Sample.NewId(), Sample.NewId());
        using (var old = SqliteConnection.Open(FilePath, TimeSpan.Zero))
        {
            old.ExecuteScript(SqliteSchema1.Script);
            old.ExecuteScript(SqliteSchema2.Script);
            old.ExecuteScript($"""
                PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = 2;
                INSERT INTO drives VALUES (x'{drive:N}', 5, x'{entry:N}', 7, 2, 100, 10);
                INSERT INTO journal VALUES (x'{drive:N}', 1, 2, x'{entry:N}', 0, x'{drive:N}', 'folder', NULL, 0, 0, 9, NULL, NULL);
                """);
        }

        using var database = Open();

        var store = new SqlDriveStore(new SingleShard(database));
        Assert.Null((await store.LoadDriveAsync(drive, Token))!.Policy);
        var row = Assert.Single(await store.ReadJournalAsync(drive, afterNumber: 0, limit: 10, Token));
        Assert.Equal((ChangeKind.Moved, "folder", null, null), (row.Kind, row.Name, row.FromParentId, row.FromName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_clear_error()
    {
        File.WriteAllText(Path.Combine(_folder, "below"), "in the way");

        Assert.Throws<MetadataException>(Open);
    }

    [Fact]
    public async Task A_damaged_page_is_an_error_and_never_a_wrong_answer()
    {
        Open().Dispose();
        var schemaBytes = new FileInfo(FilePath).Length;
        using (var database = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(index =>
                database.WriteAsync(new MetadataWrite(Claim($"key {index}")), Token).AsTask()));
        }

        var bytes = await File.ReadAllBytesAsync(FilePath, Token);
        for (var page = schemaBytes / 4096; page < bytes.Length / 4096; page++)
        {
            bytes.AsSpan((int)page * 4096, 200).Fill(0xff);
        }

        await File.WriteAllBytesAsync(FilePath, bytes, Token);
        using var damaged = Open();
        await Assert.ThrowsAsync<MetadataCorruptException>(() => CountAsync(damaged));
        Assert.NotEmpty(await damaged.CheckIntegrityAsync(Token));
    }

    [Fact]
    public void A_new_file_is_there_quickly()
    {
        var watch = Stopwatch.StartNew();
        Open().Dispose();

        // Some tens of milliseconds; the bound leaves room for a busy machine.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public async Task Settings_come_from_the_configuration_and_from_the_host()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Metadata:MaxWritesPerCommit", "7"), new("Metadata:File", "elsewhere.db")])
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddSqliteMetadata(options => options.File = FilePath)
            .BuildServiceProvider();

        Assert.Equal(7, services.GetRequiredService<IOptions<SqliteMetadataOptions>>().Value.MaxWritesPerCommit);
        var database = services.GetRequiredService<IMetadataDatabase>();
        Assert.Equal(WriteOutcome.Committed, await database.WriteAsync(new MetadataWrite(Claim("a")), Token));
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public async Task A_setting_out_of_its_range_is_refused()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddSqliteMetadata(options => options.MaxWritesPerCommit = 0)
            .BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IMetadataDatabase>);
    }

    private static SqlStatement Claim(string key) =>
        new("INSERT INTO claims(kind, key, owner) VALUES ('test', ?1, ?2)", key, Guid.NewGuid());

    private static async Task<long> CountAsync(SqliteMetadataDatabase database) =>
        (await database.QueryAsync(new SqlStatement("SELECT kind, key, owner FROM claims"), static row => row.GetText(1), Token)).Count;

    private SqliteMetadataDatabase Open() =>
        SqliteMetadataDatabase.Open(new SqliteMetadataOptions { File = FilePath }, NullLogger.Instance);

    private void MakeFolder() => _ = Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);

    private long LogBytes() => File.Exists(FilePath + "-wal") ? new FileInfo(FilePath + "-wal").Length : 0;
}
