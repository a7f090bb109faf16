using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Bench.Metadata;

/// <summary>
/// What the grains write for small files of one chunk each: the chunk with its reference, the version with its inbox row, and the
/// tree with its journal, where the drive takes what is waiting into one commit.
/// </summary>
internal sealed class FileCommits(IMetadataDatabase database)
{
    private const int FilesPerFolder = 100;
    private const long Now = 1_790_000_000_000;

    private readonly SqlChunkRowStore _chunks = new(new SingleShard(database));
    private readonly SqlFileStore _files = new(new SingleShard(database));
    private readonly SqlDriveStore _drives = new(new SingleShard(database));
    private readonly Guid _drive = Guid.CreateVersion7();
    private readonly Guid _owner = Guid.CreateVersion7();
    private readonly Guid _device = Guid.CreateVersion7();
    private readonly Queue<Arrival> _waiting = new();
    private long _rowVersion;
    private long _journalNumber;
    private int _names;
    private Guid _folder;
    private bool _committing;

    public int DriveCommits { get; private set; }

    /// <summary>Writes so many files with so many in flight.</summary>
    public async Task RunAsync(int count, int inFlight)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await WriteFileAsync();
            }
        })));
    }

    private static void Require(WriteOutcome outcome)
    {
        if (outcome != WriteOutcome.Committed)
        {
            throw new InvalidOperationException("A write of the benchmark conflicted.");
        }
    }

    private async Task WriteFileAsync()
    {
        var hash = RandomNumberGenerator.GetBytes(ChunkId.Bytes);
        var chunk = new ChunkId(hash);
        var file = Guid.CreateVersion7();
        var version = Guid.CreateVersion7();
        Require(await _chunks.CommitAsync(Registration(chunk, file, version), CancellationToken.None));

        var manifest = new byte[1 + Manifest.BytesPerChunk];
        hash.CopyTo(manifest, 1);
        var row = new VersionRow
        {
            FileId = file,
            Number = 1,
            Id = version,
            DriveId = _drive,
            SizeBytes = 10_000,
            Manifest = manifest,
            ChunkCount = 1,
            ContentHash = chunk,
            AuthorDeviceId = _device,
            AuthorUserId = _owner,
            Vector = new byte[24],
            ModifiedUnixMilliseconds = Now,
            CreatedUnixMilliseconds = Now,
        };
        var inbox = new InboxRow
        {
            DriveId = _drive,
            VersionId = version,
            FileId = file,
            Payload = new byte[120],
            AtUnixMilliseconds = Now,
        };
        Require(await _files.AppendAsync(row, inbox, CancellationToken.None));

        await ShowAsync(new Arrival(row, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
    }

    private ChunkCommit Registration(ChunkId chunk, Guid file, Guid version) => new()
    {
        Id = chunk,
        ExpectedRowVersion = 0,
        After = new ChunkRow
        {
            Id = chunk,
            RowVersion = 1,
            State = ChunkState.Live,
            Location = new byte[ChunkLocation.Bytes],
            PlainBytes = 10_000,
            StoredBytes = 10_100,
        },
        AddedReferences =
        [
            new ChunkReferenceRow
            {
                ChunkId = chunk,
                OwnerId = _drive,
                VersionId = version,
                FileId = file,
                LeasedUntilUnixMilliseconds = Now,
            },
        ],
    };

    // As a Drive grain does: whoever comes while a commit runs waits, and the next commit takes all who wait.
    private async Task ShowAsync(Arrival arrival)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(arrival);
            if (_committing)
            {
                arrival = arrival with { IsLeader = false };
            }
            else
            {
                _committing = true;
                arrival = arrival with { IsLeader = true };
            }
        }

        if (arrival.IsLeader)
        {
            await CommitWaitingAsync();
        }

        await arrival.Done.Task;
    }

    private async Task CommitWaitingAsync()
    {
        while (true)
        {
            List<Arrival> batch;
            lock (_waiting)
            {
                batch = [.. _waiting];
                _waiting.Clear();
                if (batch.Count == 0)
                {
                    _committing = false;
                    return;
                }
            }

            var entries = batch.ConvertAll(EntryOf);
            Require(await _drives.CommitAsync(
                new DriveCommit
                {
                    ExpectedRowVersion = _rowVersion,
                    Drive = DriveAfter(batch.Count),
                    InsertedEntries = entries,
                    JournalRows = entries.ConvertAll(JournalOf),
                    DeletedInboxVersions = batch.ConvertAll(static arrival => arrival.Version.Id),
                },
                CancellationToken.None));
            _rowVersion++;
            DriveCommits++;
            foreach (var arrival in batch)
            {
                arrival.Done.SetResult();
            }
        }
    }

    private DriveRow DriveAfter(int files) => new()
    {
        Id = _drive,
        RowVersion = _rowVersion + 1,
        OwnerId = _owner,
        Epoch = 1,
        NextNumber = _journalNumber + files + 1,
        QuotaBytes = long.MaxValue,
        UsedBytes = 0,
    };

    private EntryRow EntryOf(Arrival arrival)
    {
        if (_names++ % FilesPerFolder == 0)
        {
            _folder = Guid.CreateVersion7();
        }

        var version = arrival.Version;
        return new EntryRow
        {
            Id = version.FileId,
            DriveId = _drive,
            ParentId = _folder,
            Name = $"document-{_names:D6}.txt",
            Kind = EntryKind.File,
            VersionId = version.Id,
            VersionNumber = 1,
            SizeBytes = version.SizeBytes,
            KeptBytes = version.SizeBytes,
            ChunkCount = 1,
            ContentHash = version.ContentHash,
            ModifiedUnixMilliseconds = Now,
            EtagNumber = _journalNumber + 1,
            CreatedNumber = _journalNumber + 1,
        };
    }

    private JournalRow JournalOf(EntryRow entry) => new()
    {
        DriveId = _drive,
        Number = ++_journalNumber,
        Kind = ChangeKind.Created,
        EntryId = entry.Id,
        EntryKind = EntryKind.File,
        ParentId = entry.ParentId,
        Name = entry.Name,
        VersionId = entry.VersionId,
        VersionNumber = 1,
        SizeBytes = entry.SizeBytes,
        AtUnixMilliseconds = Now,
        DeviceId = _device,
        OperationId = entry.VersionId,
    };

    private sealed record Arrival(VersionRow Version, TaskCompletionSource Done, bool IsLeader = false);
}
