using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Drives;

/// <summary>What the rows of drives promise on every engine.</summary>
public abstract class DriveStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly Guid _drive = Sample.NewId();
    private readonly SqlDriveStore _store;
    private long _rowVersion;

    protected DriveStoreContract() => _store = new SqlDriveStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_drive_is_made_once_and_read_back()
    {
        var drive = Sample.Drive(_drive);

        Assert.Null(await _store.LoadDriveAsync(_drive, Token));
        Assert.Equal(WriteOutcome.Committed, await _store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = drive }, Token));
        Assert.Equal(WriteOutcome.Conflict, await _store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = drive }, Token));

        Assert.Equal(drive, await _store.LoadDriveAsync(_drive, Token));
    }

    [Fact]
    public async Task A_commit_under_an_old_row_version_changes_nothing()
    {
        await CommitAsync(new Changes());
        await CommitAsync(new Changes());
        var stale = new DriveCommit
        {
            ExpectedRowVersion = 1,
            Drive = Sample.Drive(_drive, rowVersion: 2) with { UsedBytes = 99 },
            InsertedEntries = [Sample.Folder(_drive, null, "lost")],
        };

        Assert.Equal(WriteOutcome.Conflict, await _store.CommitAsync(stale, Token));

        Assert.Equal(0, (await _store.LoadDriveAsync(_drive, Token))!.UsedBytes);
        Assert.Null(await _store.FindEntryAsync(_drive, stale.InsertedEntries[0].Id, Token));
    }

    [Fact]
    public async Task An_entry_is_read_back_with_everything_it_has()
    {
        var root = Sample.Folder(_drive, parent: null, name: string.Empty) with { Id = _drive };
        var file = Sample.File(_drive, _drive, "Grüße.txt") with { State = EntryState.Trashed, TrashedUnixMilliseconds = Sample.Now };

        await CommitAsync(new Changes { Inserted = [root, file] });

        Assert.Equal(root, await _store.FindEntryAsync(_drive, root.Id, Token));
        Assert.Equal(file, await _store.FindEntryAsync(_drive, file.Id, Token));
    }

    [Fact]
    public async Task An_update_replaces_every_value()
    {
        var folder = Sample.Folder(_drive, _drive, "folder");
        var file = Sample.File(_drive, _drive, "file");
        await CommitAsync(new Changes { Inserted = [folder, file] });

        var changed = Sample.File(_drive, folder.Id, "other", sizeBytes: 77) with { Id = file.Id, ContentHash = null, Executable = false };
        await CommitAsync(new Changes { Updated = [changed] });

        Assert.Equal(changed, await _store.FindEntryAsync(_drive, file.Id, Token));
        Assert.Null(await _store.FindChildAsync(_drive, _drive, "file", Token));
        Assert.Equal(changed, await _store.FindChildAsync(_drive, folder.Id, "other", Token));
    }

    [Fact]
    public async Task Updating_an_entry_that_is_not_there_is_a_conflict()
    {
        await CommitAsync(new Changes());

        var outcome = await TryAsync(new Changes { Updated = [Sample.File(_drive, _drive, "file")] });

        Assert.Equal(WriteOutcome.Conflict, outcome);
        Assert.Equal(_rowVersion, (await _store.LoadDriveAsync(_drive, Token))!.RowVersion);
    }

    [Fact]
    public async Task A_touched_folder_gets_the_last_number_as_its_etag_and_keeps_everything_else()
    {
        var touched = Sample.Folder(_drive, _drive, "touched");
        var other = Sample.Folder(_drive, _drive, "other");
        await CommitAsync(new Changes { Inserted = [touched, other] });

        await CommitAsync(new Changes { Touched = [touched.Id] });

        var lastNumber = (await _store.LoadDriveAsync(_drive, Token))!.NextNumber - 1;
        Assert.NotEqual(touched.EtagNumber, lastNumber);
        Assert.Equal(touched with { EtagNumber = lastNumber }, await _store.FindEntryAsync(_drive, touched.Id, Token));
        Assert.Equal(other, await _store.FindEntryAsync(_drive, other.Id, Token));
    }

    [Fact]
    public async Task Touching_a_folder_that_is_not_there_or_another_drives_is_a_conflict()
    {
        var otherDrive = Sample.NewId();
        var folder = Sample.Folder(otherDrive, otherDrive, "folder");
        await _store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = Sample.Drive(otherDrive), InsertedEntries = [folder] }, Token);

        Assert.Equal(WriteOutcome.Conflict, await TryAsync(new Changes { Touched = [Sample.NewId()] }));
        Assert.Equal(WriteOutcome.Conflict, await TryAsync(new Changes { Touched = [folder.Id] }));
        Assert.Equal(folder, await _store.FindEntryAsync(otherDrive, folder.Id, Token));
    }

    [Fact]
    public async Task Two_live_siblings_never_have_one_name()
    {
        await CommitAsync(new Changes { Inserted = [Sample.File(_drive, _drive, "name")] });

        Assert.Equal(
            WriteOutcome.Conflict, await TryAsync(new Changes { Inserted = [Sample.Folder(_drive, _drive, "name")] }));
        await CommitAsync(new Changes
        {
            Inserted =
            [
                Sample.Folder(_drive, _drive, "Name"),
                Sample.Folder(_drive, Sample.NewId(), "name"),
                Sample.Folder(_drive, _drive, "name") with { State = EntryState.Trashed },
                Sample.Folder(_drive, _drive, "name") with { State = EntryState.Purging },
            ],
        });
    }

    [Fact]
    public async Task The_roots_of_two_drives_do_not_share_a_name()
    {
        var other = Sample.NewId();
        await CommitAsync(new Changes { Inserted = [Sample.Folder(_drive, null, string.Empty) with { Id = _drive }] });

        var outcome = await _store.CommitAsync(
            new()
            {
                ExpectedRowVersion = 0,
                Drive = Sample.Drive(other),
                InsertedEntries = [Sample.Folder(other, null, string.Empty) with { Id = other }],
            },
            Token);

        Assert.Equal(WriteOutcome.Committed, outcome);
    }

    [Fact]
    public async Task Two_entries_can_swap_their_names_in_one_commit()
    {
        var first = Sample.File(_drive, _drive, "first");
        var second = Sample.File(_drive, _drive, "second");
        await CommitAsync(new Changes { Inserted = [first, second] });

        await CommitAsync(new Changes
        {
            Updated = [first with { Name = "second" }, second with { Name = "first" }],
            Vacated = [first.Id, second.Id],
        });

        Assert.Equal(second.Id, (await _store.FindChildAsync(_drive, _drive, "first", Token))!.Id);
        Assert.Equal(first.Id, (await _store.FindChildAsync(_drive, _drive, "second", Token))!.Id);
    }

    [Fact]
    public async Task A_name_that_is_given_up_can_be_taken_in_the_same_commit()
    {
        var old = Sample.File(_drive, _drive, "name");
        await CommitAsync(new Changes { Inserted = [old] });
        var fresh = Sample.File(_drive, _drive, "name");

        await CommitAsync(new Changes
        {
            Inserted = [fresh],
            Updated = [old with { State = EntryState.Trashed }],
            Vacated = [old.Id],
        });

        Assert.Equal(fresh, await _store.FindChildAsync(_drive, _drive, "name", Token));
    }

    [Fact]
    public async Task The_folders_of_a_drive_are_listed_by_id_whatever_their_state()
    {
        var folders = Enumerable.Range(0, 5).Select(index => Sample.Folder(_drive, _drive, $"folder {index}")).ToList();
        folders[3] = folders[3] with { State = EntryState.Trashed };
        await CommitAsync(new Changes { Inserted = [.. folders, Sample.File(_drive, _drive, "file")] });

        var first = await _store.ListFoldersAsync(_drive, Guid.Empty, 3, Token);
        var rest = await _store.ListFoldersAsync(_drive, first[^1].Id, 3, Token);

        Assert.Equal(folders.OrderBy(folder => folder.Id), [.. first, .. rest]);
    }

    [Fact]
    public async Task An_entry_that_gives_up_its_place_needs_another()
    {
        await CommitAsync(new Changes());

        await Assert.ThrowsAsync<ArgumentException>(() => TryAsync(new Changes { Vacated = [Sample.NewId()] }));
    }

    [Fact]
    public async Task Rows_of_another_drive_are_refused()
    {
        await CommitAsync(new Changes());
        var stranger = Sample.File(Sample.NewId(), _drive, "file");

        await Assert.ThrowsAsync<ArgumentException>(() => TryAsync(new Changes { Inserted = [stranger] }));
        await Assert.ThrowsAsync<ArgumentException>(() => TryAsync(new Changes { Updated = [stranger] }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => TryAsync(new Changes { Journal = [Sample.Journal(stranger.DriveId, 1, stranger)] }));
    }

    [Fact]
    public async Task Children_are_listed_by_their_names_bytes_page_by_page()
    {
        string[] names = ["a", "B", "é", "z", "10", "2", "😀", "\uffee"];
        await CommitAsync(new Changes { Inserted = [.. names.Select(name => Sample.File(_drive, _drive, name))] });

        var listed = new List<string>();
        string? after = null;
        while (await _store.ListChildrenAsync(_drive, _drive, after, 3, Token) is { Count: > 0 } page)
        {
            listed.AddRange(page.Select(entry => entry.Name));
            after = listed[^1];
        }

        Assert.Equal(["10", "2", "B", "a", "z", "é", "\uffee", "😀"], listed);
        Assert.Equal(names.Length, await _store.CountChildrenAsync(_drive, _drive, Token));
    }

    [Fact]
    public async Task Only_live_children_are_listed_found_and_counted()
    {
        await CommitAsync(new Changes
        {
            Inserted =
            [
                Sample.File(_drive, _drive, "trashed") with { State = EntryState.Trashed },
                Sample.File(_drive, _drive, "purging") with { State = EntryState.Purging },
            ],
        });

        Assert.Empty(await _store.ListChildrenAsync(_drive, _drive, null, 10, Token));
        Assert.Null(await _store.FindChildAsync(_drive, _drive, "trashed", Token));
        Assert.Equal(0, await _store.CountChildrenAsync(_drive, _drive, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(PageLimit.Max + 1)]
    public async Task A_page_has_a_bound(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await _store.ListChildrenAsync(_drive, _drive, null, limit, Token));

    [Fact]
    public async Task A_subtree_is_summed_to_any_depth_and_without_what_was_trashed()
    {
        var top = Sample.Folder(_drive, _drive, "top");
        var middle = Sample.Folder(_drive, top.Id, "middle");
        var gone = Sample.Folder(_drive, top.Id, "gone") with { State = EntryState.Trashed };
        await CommitAsync(new Changes
        {
            Inserted =
            [
                top,
                middle,
                gone,
                Sample.File(_drive, top.Id, "a", sizeBytes: 1),
                Sample.File(_drive, middle.Id, "b", sizeBytes: 10),
                Sample.File(_drive, gone.Id, "c", sizeBytes: 100),
                Sample.File(_drive, _drive, "d", sizeBytes: 1000),
            ],
        });

        Assert.Equal(
            new SubtreeSum(Files: 2, Folders: 1, SizeBytes: 11, KeptBytes: 22), await _store.SumSubtreeAsync(_drive, top.Id, 100, Token));
        Assert.Equal(default, await _store.SumSubtreeAsync(_drive, Sample.NewId(), 100, Token));

        var some = await _store.SumSubtreeAsync(_drive, top.Id, 2, Token);
        Assert.Equal(2, some.Files + some.Folders);
        Assert.Equal(3, await _store.CountSubtreeAsync(_drive, top.Id, long.MaxValue, 100, Token));
        Assert.Equal(2, await _store.CountSubtreeAsync(_drive, top.Id, long.MaxValue, 2, Token));
        Assert.Equal(0, await _store.CountSubtreeAsync(_drive, top.Id, -1, 100, Token));
    }

    [Fact]
    public async Task The_trash_and_what_is_purged_are_listed_by_drive()
    {
        var trashed = Enumerable.Range(0, 5)
            .Select(index => Sample.File(_drive, _drive, $"t{index}") with { State = EntryState.Trashed, TrashedUnixMilliseconds = 1 })
            .OrderBy(entry => entry.Id.ToString(), StringComparer.Ordinal)
            .ToList();
        var purging = Sample.Folder(_drive, _drive, "p") with { State = EntryState.Purging };
        await CommitAsync(new Changes { Inserted = [.. trashed, purging, Sample.File(_drive, _drive, "live")] });

        Assert.Equal(trashed[..2], await _store.ListTrashAsync(_drive, null, 2, Token));
        Assert.Equal(trashed[2..], await _store.ListTrashAsync(_drive, trashed[1].Id, 10, Token));
        Assert.Equal([purging], await _store.ListPurgingAsync(_drive, 10, Token));
        Assert.Empty(await _store.ListTrashAsync(Sample.NewId(), null, 10, Token));
        Assert.Empty(await _store.ListPurgingAsync(Sample.NewId(), 10, Token));
    }

    [Fact]
    public async Task Deleted_entries_are_gone_and_deleting_them_again_is_no_conflict()
    {
        var file = Sample.File(_drive, _drive, "file");
        await CommitAsync(new Changes { Inserted = [file] });

        await CommitAsync(new Changes { Deleted = [file.Id] });
        await CommitAsync(new Changes { Deleted = [file.Id] });

        Assert.Null(await _store.FindEntryAsync(_drive, file.Id, Token));
    }

    [Fact]
    public async Task The_journal_is_read_in_order_page_by_page()
    {
        var folder = Sample.Folder(_drive, null, "root");
        var file = Sample.File(_drive, _drive, "file");
        JournalRow[] rows =
        [
            Sample.Journal(_drive, 1, folder),
            Sample.Journal(_drive, 2, file, Sample.NewId()),
            Sample.Journal(_drive, 3, file) with { Kind = ChangeKind.Moved, FromParentId = Sample.NewId(), FromName = "før" },
            Sample.Journal(_drive, 4, file) with
            {
                Kind = ChangeKind.Changed,
                FromVersionId = Sample.NewId(),
                FromVersionNumber = 3,
                FromSizeBytes = 12,
            },
            Sample.Journal(_drive, 5, file) with { Kind = ChangeKind.Purged, DeviceId = null },
        ];
        Assert.Null(await _store.FindOldestJournalNumberAsync(_drive, Token));

        await CommitAsync(new Changes { Journal = rows });

        Assert.Equal(rows[..2], await _store.ReadJournalAsync(_drive, 0, 2, Token));
        Assert.Equal(rows[2..], await _store.ReadJournalAsync(_drive, 2, 3, Token));
        Assert.Empty(await _store.ReadJournalAsync(_drive, 5, 2, Token));
        Assert.Equal(1, await _store.FindOldestJournalNumberAsync(_drive, Token));
    }

    [Fact]
    public async Task A_rewind_is_found_while_it_runs_and_after_it_ended()
    {
        var rewind = new RewindRow
        {
            DriveId = _drive,
            OperationId = Sample.NewId(),
            FolderId = _drive,
            ToNumber = 3,
            FromNumber = 9,
            IsRunning = true,
            AtUnixMilliseconds = Sample.Now,
            DeviceId = Sample.NewId(),
            Report = new byte[] { 1, 2 },
        };
        await CommitAsync(new Changes { Rewinds = [rewind] });
        var running = Assert.Single(await _store.ListRunningRewindsAsync(_drive, 10, Token));
        Assert.Equal((rewind.OperationId, 9L, null), (running.OperationId, running.FromNumber, running.UserId));

        await CommitAsync(new Changes { Rewinds = [rewind with { IsRunning = false, Report = new byte[] { 3 } }] });
        Assert.Empty(await _store.ListRunningRewindsAsync(_drive, 10, Token));
        var ended = (await _store.FindRewindAsync(_drive, rewind.OperationId, Token))!;
        Assert.Equal((false, 3), (ended.IsRunning, Assert.Single(ended.Report.ToArray())));

        Assert.Empty(await _store.ListRewindsBeforeAsync(_drive, 9, 10, Token));
        Assert.Equal(rewind.OperationId, Assert.Single(await _store.ListRewindsBeforeAsync(_drive, 10, 10, Token)).OperationId);

        await CommitAsync(new Changes { ForgetUpTo = 10 });
        Assert.NotNull(await _store.FindRewindAsync(_drive, rewind.OperationId, Token));
        await CommitAsync(new Changes { ForgetUpTo = 20_000_000 });
        Assert.Null(await _store.FindRewindAsync(_drive, rewind.OperationId, Token));
    }

    [Fact]
    public async Task A_journal_number_is_given_once()
    {
        var entry = Sample.File(_drive, _drive, "file");
        await CommitAsync(new Changes { Journal = [Sample.Journal(_drive, 1, entry)] });

        Assert.Equal(WriteOutcome.Conflict, await TryAsync(new Changes { Journal = [Sample.Journal(_drive, 1, entry)] }));
    }

    [Fact]
    public async Task An_operation_happens_once_in_its_drive_and_is_found_again()
    {
        var operation = Sample.NewId();
        var row = Sample.Journal(_drive, 1, Sample.File(_drive, _drive, "file"), operation);
        await CommitAsync(new Changes { Journal = [row] });

        Assert.Equal(WriteOutcome.Conflict, await TryAsync(new Changes { Journal = [row with { Number = 2 }] }));
        Assert.Equal(row, await _store.FindOperationAsync(_drive, operation, Token));
        Assert.Null(await _store.FindOperationAsync(_drive, Sample.NewId(), Token));
        Assert.Null(await _store.FindOperationAsync(Sample.NewId(), operation, Token));
    }

    [Fact]
    public async Task The_beginning_of_the_journal_can_be_forgotten()
    {
        var entry = Sample.File(_drive, _drive, "file");
        await CommitAsync(new Changes
        {
            Journal = [.. Enumerable.Range(1, 5).Select(number => Sample.Journal(_drive, number, entry))],
        });

        await CommitAsync(new Changes { ForgetUpTo = 3 });

        Assert.Equal(4, await _store.FindOldestJournalNumberAsync(_drive, Token));
        Assert.Equal(2, (await _store.ReadJournalAsync(_drive, 0, 10, Token)).Count);
    }

    [Fact]
    public async Task An_inbox_row_comes_with_its_version_and_goes_with_its_effect()
    {
        var files = new SqlFileStore(_engine.Shards);
        var version = Sample.Version(Sample.NewId(), 1, _drive);
        var inbox = Sample.Inbox(_drive, version.Id);
        await files.AppendAsync(version, inbox, Token);

        var found = Assert.Single(await _store.ReadInboxAsync(_drive, 10, Token));
        Assert.Equal(inbox with { Payload = default }, found with { Payload = default });
        Assert.Equal(inbox.Payload.ToArray(), found.Payload.ToArray());
        Assert.Equal(inbox.FileId, (await _store.FindInboxAsync(_drive, version.Id, Token))!.FileId);
        Assert.Equal([_drive], await _store.ListDrivesWithInboxAsync(Sample.Now + 1, 10, Token));
        Assert.Empty(await _store.ListDrivesWithInboxAsync(Sample.Now, 10, Token));

        await CommitAsync(new Changes { Inbox = [version.Id] });
        await CommitAsync(new Changes { Inbox = [version.Id] });

        Assert.Empty(await _store.ReadInboxAsync(_drive, 10, Token));
        Assert.Null(await _store.FindInboxAsync(_drive, version.Id, Token));
    }

    [Fact]
    public async Task Drives_are_listed_by_id()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Sample.NewId()).OrderBy(id => id.ToString(), StringComparer.Ordinal).ToList();
        foreach (var id in ids)
        {
            await _store.CommitAsync(new() { ExpectedRowVersion = 0, Drive = Sample.Drive(id) }, Token);
        }

        Assert.Equal(ids[..2], (await _store.ListDrivesAsync(null, 2, Token)).Select(drive => drive.Id));
        Assert.Equal(ids[2..], (await _store.ListDrivesAsync(ids[1], 2, Token)).Select(drive => drive.Id));
    }

    private async Task CommitAsync(Changes changes)
    {
        Assert.Equal(WriteOutcome.Committed, await TryAsync(changes));
        _rowVersion++;
    }

    private async Task<WriteOutcome> TryAsync(Changes changes) => await _store.CommitAsync(
        new()
        {
            ExpectedRowVersion = _rowVersion,
            Drive = Sample.Drive(_drive, _rowVersion + 1),
            InsertedEntries = changes.Inserted,
            UpdatedEntries = changes.Updated,
            TouchedFolders = changes.Touched,
            VacatedEntries = changes.Vacated,
            DeletedEntries = changes.Deleted,
            JournalRows = changes.Journal,
            DeletedInboxVersions = changes.Inbox,
            Rewinds = changes.Rewinds,
            ForgetJournalUpTo = changes.ForgetUpTo,
        },
        Token);

    /// <summary>What a commit changes beside the drive's own row.</summary>
    private sealed record Changes
    {
        public IReadOnlyList<EntryRow> Inserted { get; init; } = [];

        public IReadOnlyList<EntryRow> Updated { get; init; } = [];

        public IReadOnlyList<Guid> Touched { get; init; } = [];

        public IReadOnlyList<Guid> Vacated { get; init; } = [];

        public IReadOnlyList<Guid> Deleted { get; init; } = [];

        public IReadOnlyList<JournalRow> Journal { get; init; } = [];

        public IReadOnlyList<Guid> Inbox { get; init; } = [];

        public IReadOnlyList<RewindRow> Rewinds { get; init; } = [];

        public long ForgetUpTo { get; init; }
    }
}
