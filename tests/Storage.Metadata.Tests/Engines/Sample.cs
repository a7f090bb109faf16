using System.Security.Cryptography;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>Rows with every column filled, under fresh ids.</summary>
internal static class Sample
{
    public const long Now = 1_790_000_000_000;

    public static Guid NewId() => Guid.CreateVersion7();

    public static ChunkId NewChunkId() => new(RandomNumberGenerator.GetBytes(ChunkId.Bytes));

    public static byte[] NewLocation() => RandomNumberGenerator.GetBytes(24);

    public static DriveRow Drive(Guid id, long rowVersion = 1) => new()
    {
        Id = id,
        RowVersion = rowVersion,
        OwnerId = NewId(),
        Epoch = 7,
        NextNumber = 1,
        QuotaBytes = 1L << 34,
        UsedBytes = 0,
        Policy = """{"trashDays":30}""",
    };

    public static EntryRow Folder(Guid drive, Guid? parent, string name) => new()
    {
        Id = NewId(),
        DriveId = drive,
        ParentId = parent,
        Name = name,
        Kind = EntryKind.Folder,
        ModifiedUnixMilliseconds = Now,
        EtagNumber = 3,
        CreatedNumber = 2,
    };

    public static EntryRow File(Guid drive, Guid? parent, string name, long sizeBytes = 10_000) => new()
    {
        Id = NewId(),
        DriveId = drive,
        ParentId = parent,
        Name = name,
        Kind = EntryKind.File,
        VersionId = NewId(),
        VersionNumber = 4,
        SizeBytes = sizeBytes,
        KeptBytes = 2 * sizeBytes,
        ChunkCount = 1,
        ContentHash = NewChunkId(),
        ModifiedUnixMilliseconds = Now,
        Executable = true,
        EtagNumber = 5,
        CreatedNumber = 1,
    };

    public static JournalRow Journal(Guid drive, long number, EntryRow entry, Guid? operation = null) => new()
    {
        DriveId = drive,
        Number = number,
        Kind = ChangeKind.Created,
        EntryId = entry.Id,
        EntryKind = entry.Kind,
        ParentId = entry.ParentId,
        Name = entry.Name,
        VersionId = entry.VersionId,
        VersionNumber = entry.VersionNumber,
        SizeBytes = entry.SizeBytes,
        AtUnixMilliseconds = Now,
        DeviceId = NewId(),
        OperationId = operation,
    };

    public static InboxRow Inbox(Guid drive, Guid version) => new()
    {
        DriveId = drive,
        VersionId = version,
        FileId = NewId(),
        Payload = new byte[] { 1, 2, 3 },
        AtUnixMilliseconds = Now,
    };

    public static VersionRow Version(Guid file, long number, Guid? drive = null) => new()
    {
        FileId = file,
        Number = number,
        Id = NewId(),
        DriveId = drive ?? NewId(),
        SizeBytes = 10_000,
        Manifest = RandomNumberGenerator.GetBytes(37),
        ChunkCount = 1,
        ContentHash = NewChunkId(),
        Chunker = 1,
        AuthorDeviceId = NewId(),
        AuthorUserId = NewId(),
        Vector = new byte[24],
        ModifiedUnixMilliseconds = Now - 1,
        Executable = true,
        CreatedUnixMilliseconds = Now,
        State = VersionState.Kept,
    };

    public static ChunkRow Chunk(ChunkId id) => new()
    {
        Id = id,
        RowVersion = 1,
        State = ChunkState.Live,
        Location = NewLocation(),
        PlainBytes = 10_000,
        StoredBytes = 5_000,
    };

    public static ChunkReferenceRow Reference(ChunkId chunk, Guid owner, long? leasedUntil = null) => new()
    {
        ChunkId = chunk,
        OwnerId = owner,
        VersionId = NewId(),
        FileId = NewId(),
        LeasedUntilUnixMilliseconds = leasedUntil,
    };
}
