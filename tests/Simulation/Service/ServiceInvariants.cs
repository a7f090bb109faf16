using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>The invariants of docs/architecture.md, looked up in the rows once the world has come to rest.</summary>
internal sealed class ServiceInvariants(ServiceWorld world, Guid driveId, int minVersions = int.MaxValue)
{
    /// <summary>The largest page; no run makes more rows.</summary>
    private const int All = 10_000;

    private IDriveStore Drives => world.Truth.GetRequiredService<IDriveStore>();

    private IFileStore Files => world.Truth.GetRequiredService<IFileStore>();

    private IChunkRowStore Chunks => world.Truth.GetRequiredService<IChunkRowStore>();

    public async Task VerifyAsync(IEnumerable<SavedVersion> saved)
    {
        var journal = await Drives.ReadJournalAsync(driveId, 0, All, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(number => (long)number), journal.Select(row => row.Number));
        Assert.Empty(await Drives.ReadInboxAsync(driveId, All, CancellationToken.None));
        await VerifyJournalTellsTheTreeAsync(journal);
        await VerifyNothingSavedIsLostAsync(journal, saved);
    }

    // Replaying the journal gives the tree as it is: nothing happened without a row, and no row tells what did not happen.
    private async Task VerifyJournalTellsTheTreeAsync(List<JournalRow> journal)
    {
        var told = new Dictionary<Guid, JournalRow>();
        foreach (var row in journal)
        {
            told[row.EntryId] = row;
        }

        var inventory = world.Truth.GetRequiredService<IInventoryStore>();
        var entries = (await inventory.ListEntriesAsync(null, All, CancellationToken.None))
            .Where(entry => entry.DriveId == driveId && entry.Id != driveId).ToList();
        foreach (var entry in entries)
        {
            var row = told[entry.Id];
            Assert.Equal((entry.ParentId, entry.Name, entry.VersionId), (row.ParentId, row.Name, row.VersionId));
            Assert.Equal(entry.State is EntryState.Trashed, row.Kind is ChangeKind.Trashed);
        }

        var live = entries.Where(entry => entry.State is EntryState.Live).Select(entry => (entry.ParentId, entry.Name)).ToList();
        Assert.Equal(live.Count, live.Distinct().Count());
    }

    private async Task VerifyNothingSavedIsLostAsync(List<JournalRow> journal, IEnumerable<SavedVersion> saved)
    {
        var purged = journal.Where(row => row.Kind is ChangeKind.Purged).Select(row => row.EntryId).ToHashSet();
        var parents = new Dictionary<Guid, Guid?>();
        foreach (var row in journal)
        {
            parents[row.EntryId] = row.ParentId;
        }

        foreach (var version in saved.Where(version => version.DriveId == driveId))
        {
            if (await Files.FindVersionAsync(version.DriveId, version.FileId, version.VersionId, CancellationToken.None) is null)
            {
                Assert.True(await WasThinnedAsync(version) || WasPurged(version.FileId, parents, purged), $"Version {version.VersionId} was acknowledged and is gone.");
                continue;
            }

            await VerifyContentAsync(version);
        }
    }

    // Only what is neither the newest nor needed to have as many as are always kept.
    private async Task<bool> WasThinnedAsync(SavedVersion version) =>
        await Drives.FindEntryAsync(version.DriveId, version.FileId, CancellationToken.None) is { } entry
        && entry.VersionId != version.VersionId
        && (await Files.ReadVersionsAsync(version.DriveId, version.FileId, null, All, CancellationToken.None)).Count >= minVersions;

    private static bool WasPurged(Guid entryId, Dictionary<Guid, Guid?> parents, HashSet<Guid> purged)
    {
        for (Guid? id = entryId; id is { } current; id = parents.GetValueOrDefault(current))
        {
            if (purged.Contains(current))
            {
                return true;
            }
        }

        return false;
    }

    private async Task VerifyContentAsync(SavedVersion version)
    {
        var id = ChunkId.Of(version.Content);
        var row = (await Chunks.ReadAsync(id, CancellationToken.None))?.Row;
        Assert.True(row is not null, $"Chunk {id} of version {version.VersionId} is gone.");
        var buffer = new byte[version.Content.Length];
        await world.FaultyChunks.ReadAsync(id, ChunkLocation.FromBytes(row.Location.Span), buffer, CancellationToken.None);
        Assert.Equal(version.Content, buffer);
    }
}
