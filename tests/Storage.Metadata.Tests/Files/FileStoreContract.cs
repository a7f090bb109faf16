using FileStorage.Storage.Metadata.Chunks;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Files;

/// <summary>What the versions of files promise on every engine.</summary>
public abstract class FileStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly Guid _drive = Sample.NewId();
    private readonly Guid _file = Sample.NewId();
    private readonly SqlFileStore _store;

    protected FileStoreContract() => _store = new SqlFileStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_version_is_read_back_with_everything_it_has()
    {
        var version = Sample.Version(_file, 1, _drive);

        Assert.Equal(WriteOutcome.Committed, await _store.AppendAsync(version, null, Token));

        AssertSame(version, await _store.FindVersionAsync(_drive, _file, 1, Token));
        AssertSame(version, await _store.FindVersionAsync(_drive, _file, version.Id, Token));
        Assert.Null(await _store.FindVersionAsync(_drive, _file, 2, Token));
        Assert.Null(await _store.FindVersionAsync(_drive, _file, Sample.NewId(), Token));
    }

    [Fact]
    public async Task A_version_without_the_optional_facts_is_read_back_without_them()
    {
        var version = Sample.Version(_file, 1, _drive) with
        {
            ContentHash = null,
            AuthorDeviceId = null,
            AuthorUserId = null,
            Vector = default,
            Executable = false,
            Manifest = new byte[] { 0 },
            State = VersionState.Purging,
        };

        await _store.AppendAsync(version, null, Token);

        AssertSame(version, await _store.FindVersionAsync(_drive, _file, 1, Token));
    }

    [Theory]
    [InlineData(1, 37)]
    [InlineData(0, 36)]
    [InlineData(255, 500)]
    [InlineData(256, 500)]
    [InlineData(400, 500)]
    public async Task A_content_hash_that_stands_in_the_manifest_comes_back_as_it_was(int position, int length)
    {
        var manifest = RandomNumberGenerator.GetBytes(length);
        var version = Sample.Version(_file, 1, _drive) with
        {
            Manifest = manifest,
            ContentHash = new ChunkId(manifest.AsSpan(position, ChunkId.Bytes)),
        };

        await _store.AppendAsync(version, null, Token);

        AssertSame(version, await _store.FindVersionAsync(_drive, _file, 1, Token));
    }

    [Fact]
    public async Task Of_two_appends_of_one_number_the_second_leaves_nothing()
    {
        await _store.AppendAsync(Sample.Version(_file, 1, _drive), null, Token);
        var second = Sample.Version(_file, 1, _drive);

        Assert.Equal(WriteOutcome.Conflict, await _store.AppendAsync(second, Sample.Inbox(_drive, second.Id), Token));

        Assert.Empty(await new SqlDriveStore(_engine.Shards).ReadInboxAsync(_drive, 10, Token));
        Assert.Null(await _store.FindVersionAsync(_drive, _file, second.Id, Token));
    }

    [Fact]
    public async Task A_version_whose_chunk_is_not_held_is_not_written()
    {
        var version = Sample.Version(_file, 1, _drive);
        var chunk = Enumerable.Range(0, int.MaxValue).Select(index => ChunkId.Of(BitConverter.GetBytes(index))).First(id => _store.AreTogether(_drive, id));
        var inbox = Sample.Inbox(version.DriveId, version.Id);

        var early = await _store.StartAppendAsync(version, inbox, chunk, Token);
        Assert.Equal(WriteOutcome.Conflict, await early.Outcome);
        Assert.Null(await _store.FindVersionAsync(_drive, _file, 1, Token));
        Assert.Empty(await new SqlDriveStore(_engine.Shards).ReadInboxAsync(version.DriveId, 10, Token));

        var reference = Sample.Reference(chunk, version.DriveId) with { VersionId = version.Id };
        await new SqlChunkRowStore(_engine.Shards).CommitAsync(
            new ChunkCommit { Id = chunk, ExpectedRowVersion = 0, After = Sample.Chunk(chunk), AddedReferences = [reference] }, Token);
        var later = await _store.StartAppendAsync(version, inbox, chunk, Token);

        Assert.Equal(WriteOutcome.Committed, await later.Outcome);
        AssertSame(version, await _store.FindVersionAsync(_drive, _file, 1, Token));
    }

    [Fact]
    public async Task What_is_started_first_is_applied_first()
    {
        var version = Sample.Version(_file, 1, _drive);
        var first = await _store.StartAppendAsync(version, Sample.Inbox(version.DriveId, version.Id), held: null, Token);
        var second = await _store.StartAppendAsync(
            Sample.Version(_file, 1, _drive), Sample.Inbox(version.DriveId, Sample.NewId()), held: null, Token);

        Assert.Equal(WriteOutcome.Conflict, await second.Outcome);
        Assert.Equal(WriteOutcome.Committed, await first.Outcome);
        AssertSame(version, await _store.FindVersionAsync(_drive, _file, 1, Token));
    }

    [Fact]
    public async Task Versions_are_read_newest_first_page_by_page()
    {
        for (var number = 1; number <= 5; number++)
        {
            await _store.AppendAsync(Sample.Version(_file, number, _drive), null, Token);
        }

        await _store.AppendAsync(Sample.Version(Sample.NewId(), 1), null, Token);

        Assert.Equal([5, 4], (await _store.ReadVersionsAsync(_drive, _file, null, 2, Token)).Select(version => version.Number));
        Assert.Equal([3, 2, 1], (await _store.ReadVersionsAsync(_drive, _file, 4, 10, Token)).Select(version => version.Number));
    }

    [Fact]
    public async Task Exactly_the_version_that_is_named_is_marked_and_deleted_as_often_as_one_likes()
    {
        var versions = Enumerable.Range(1, 3).Select(number => Sample.Version(_file, number, _drive)).ToList();
        foreach (var version in versions)
        {
            await _store.AppendAsync(version, null, Token);
        }

        Assert.True(await _store.MarkPurgingAsync(versions[0], onlyIfRefused: false, Token));
        Assert.True(await _store.MarkPurgingAsync(versions[0], onlyIfRefused: false, Token));
        Assert.False(await _store.MarkPurgingAsync(versions[1] with { Id = Sample.NewId() }, onlyIfRefused: false, Token));
        Assert.Equal(
            [VersionState.Kept, VersionState.Kept, VersionState.Purging],
            (await _store.ReadVersionsAsync(_drive, _file, null, 10, Token)).Select(version => version.State));

        foreach (var version in (VersionRow[])[versions[0], versions[0], versions[1]])
        {
            Assert.Equal(WriteOutcome.Committed, await _store.DeletePurgingAsync(version, Token));
        }

        Assert.Equal([3, 2], (await _store.ReadVersionsAsync(_drive, _file, null, 10, Token)).Select(version => version.Number));
    }

    [Fact]
    public async Task A_version_that_no_refusal_stands_against_is_not_undone()
    {
        var version = Sample.Version(_file, 1, _drive);
        await _store.AppendAsync(version, Sample.Inbox(version.DriveId, version.Id), Token);

        Assert.False(await _store.MarkPurgingAsync(version, onlyIfRefused: true, Token));

        var refused = Sample.Version(Sample.NewId(), 1);
        await _store.AppendAsync(refused, Sample.Inbox(refused.DriveId, refused.Id) with { IsRefused = true }, Token);
        Assert.True(await _store.MarkPurgingAsync(refused, onlyIfRefused: true, Token));
    }

    [Fact]
    public async Task A_file_is_found_without_knowing_its_drive()
    {
        await _store.AppendAsync(Sample.Version(_file, 1, _drive), null, Token);

        Assert.Equal(_drive, await _store.FindDriveAsync(_file, Token));
        Assert.Null(await _store.FindDriveAsync(Sample.NewId(), Token));
    }

    private static void AssertSame(VersionRow expected, VersionRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Manifest = default, Vector = default }, actual with { Manifest = default, Vector = default });
        Assert.Equal(expected.Manifest.ToArray(), actual.Manifest.ToArray());
        Assert.Equal(expected.Vector.ToArray(), actual.Vector.ToArray());
    }
}
