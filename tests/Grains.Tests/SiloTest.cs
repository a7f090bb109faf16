using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Tests.Grains.Tests;

/// <summary>A fresh silo with one open drive, and the steps a gateway takes.</summary>
public abstract class SiloTest : IAsyncLifetime
{
    protected const long Quota = 1_000_000;
    private Silo? _silo;

    protected virtual KeyValuePair<string, string?>[] Settings => [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected Silo Silo => _silo ?? throw new InvalidOperationException("The silo has not been started.");

    protected Guid DriveId { get; } = Guid.CreateVersion7();

    protected Guid DeviceId { get; } = Guid.CreateVersion7();

    protected IDriveGrain Drive => Silo.Grains.GetGrain<IDriveGrain>(DriveId);

    public async ValueTask InitializeAsync()
    {
        _silo = await Silo.StartAsync(Settings);
        await Drive.OpenAsync(Guid.CreateVersion7(), Quota, Token);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Silo.DisposeAsync();
    }

    protected IFileGrain File(Guid id) => Silo.Grains.GetGrain<IFileGrain>(id);

    protected IChunkGrain Chunk(ReadOnlySpan<byte> content) => Silo.Grains.GetGrain<IChunkGrain>(ChunkKeys.Of(ChunkId.Of(content)));

    /// <summary>Stores one chunk as the gateway does: held if it is there, stored and registered if not.</summary>
    protected async Task HoldAsync(byte[] content, ChunkReference reference)
    {
        var chunk = Chunk(content);
        if (await chunk.HoldAsync(reference, HoldMode.WithBytes, Token))
        {
            return;
        }

        var location = await Silo.Chunks.PutAsync(ChunkId.Of(content), content, Token);
        var place = new ChunkPlace
        {
            Location = ImmutableCollectionsMarshal.AsImmutableArray(location.ToByteArray()),
            PlainBytes = content.Length,
            StoredBytes = (int)location.StoredBytes,
        };
        await chunk.RegisterAsync(place, reference, Token);
    }

    protected ChunkReference Reference(Guid fileId, Guid versionId) => new()
    {
        Owner = DriveId,
        FileId = fileId,
        VersionId = versionId,
        LeasedUntil = Silo.Clock.GetUtcNow().AddHours(24),
    };

    /// <summary>A commit of one chunk with this content, which is stored and held.</summary>
    protected async Task<VersionCommit> PrepareAsync(Guid fileId, Guid parentId, string name, byte[] content)
    {
        var versionId = Guid.CreateVersion7();
        await HoldAsync(content, Reference(fileId, versionId));
        return new VersionCommit
        {
            VersionId = versionId,
            DriveId = DriveId,
            ParentId = parentId,
            Name = name,
            Precondition = VersionPrecondition.None,
            Manifest = ManifestOf(content),
            ModifiedAt = Silo.Clock.GetUtcNow(),
            Executable = false,
            DeviceId = DeviceId,
            UserId = Guid.Empty,
            LeasedUntil = Silo.Clock.GetUtcNow().AddHours(24),
        };
    }

    protected async Task<Entry> PutAsync(Guid parentId, string name, byte[] content)
    {
        var fileId = Guid.CreateVersion7();
        var commit = await PrepareAsync(fileId, parentId, name, content);
        return Assert.IsType<CommitOutcome.Committed>(await File(fileId).CommitAsync(commit, Token)).Entry;
    }

    protected Task<DriveOutcome> MakeFolderAsync(Guid parentId, string name) => Drive.ExecuteAsync(
        new DriveCommand.MakeFolder
        {
            OperationId = Guid.NewGuid(),
            DeviceId = DeviceId,
            FolderId = Guid.CreateVersion7(),
            ParentId = parentId,
            Name = name,
        },
        Token);

    protected async Task<Entry> FolderAsync(Guid parentId, string name) =>
        Assert.IsType<DriveOutcome.Done>(await MakeFolderAsync(parentId, name)).Entry;

    protected Task<DriveOutcome> TrashAsync(Guid entryId) => Drive.ExecuteAsync(
        new DriveCommand.Trash { OperationId = Guid.NewGuid(), DeviceId = DeviceId, EntryId = entryId }, Token);

    protected Task<DriveOutcome> PurgeAsync(Guid entryId) => Drive.ExecuteAsync(
        new DriveCommand.Purge { OperationId = Guid.NewGuid(), DeviceId = DeviceId, EntryId = entryId }, Token);

    protected Task<DriveOutcome> MoveAsync(Guid entryId, Guid parentId, string name, bool replace = false) => Drive.ExecuteAsync(
        new DriveCommand.Move
        {
            OperationId = Guid.NewGuid(),
            DeviceId = DeviceId,
            EntryId = entryId,
            ParentId = parentId,
            Name = name,
            Replace = replace,
        },
        Token);

    protected async Task CollectAsync()
    {
        string? cursor = null;
        do
        {
            cursor = (await Silo.Grains.GetGrain<IMaintenanceGrain>(0).CollectAsync(cursor, grace: null, Token)).Cursor;
        }
        while (cursor is not null);
    }

    protected async Task<List<JournalRow>> JournalAsync() => await Silo.Drives.ReadJournalAsync(DriveId, 0, 1000, Token);

    protected async Task<string> EtagAsync(Guid entryId) => (await Drive.FindAsync(entryId, Token))!.Etag;

    protected static StoredManifest ManifestOf(byte[] content)
    {
        ImmutableArray<ManifestChunk> chunks =
            content.Length == 0 ? [] : [new ManifestChunk(ChunkId.Of(content), content.Length)];
        return new StoredManifest
        {
            IsIndirect = false,
            Body = [.. new Manifest(chunks).ToByteArray()],
            SizeBytes = content.Length,
            Sha256 = ChunkId.Of(content),
        };
    }
}
