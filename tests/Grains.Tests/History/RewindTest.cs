using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Tests.Grains.Tests.History;

/// <summary>A drive with a past, and what is done with it.</summary>
public abstract class RewindTest : SiloTest
{
    protected IDriveHistoryGrain History => Silo.Grains.GetGrain<IDriveHistoryGrain>(DriveId);

    protected async Task<long> NumberAsync() => (await Drive.GetSummaryAsync(Token)).JournalNumber;

    protected RewindRequest Request(Guid itemId, long number, bool reachesOutside = true) => new()
    {
        OperationId = Guid.NewGuid(),
        DeviceId = DeviceId,
        UserId = Guid.Empty,
        Address = new PastAddress { ItemId = itemId },
        Moment = new Moment { Number = number },
        ReachesOutside = reachesOutside,
    };

    protected async Task<RewindOutcome> TryRewindAsync(RewindRequest request)
    {
        while (true)
        {
            var outcome = await History.RewindAsync(request, Token);
            if (outcome is not RewindOutcome.Known { Report.IsDone: false })
            {
                return outcome;
            }
        }
    }

    protected async Task<RewindReport> RewindAsync(Guid itemId, long number) =>
        Assert.IsType<RewindOutcome.Known>(await TryRewindAsync(Request(itemId, number))).Report;

    protected async Task<Entry> SaveAsync(Entry file, byte[] content)
    {
        var commit = await PrepareAsync(file.Id, file.ParentId, file.Name, content);
        return Assert.IsType<CommitOutcome.Committed>(await File(file.Id).CommitAsync(commit, Token)).Entry;
    }

    protected Task<DriveOutcome> RestoreAsync(Guid entryId, Guid? parentId = null, string? name = null) => Drive.ExecuteAsync(
        new DriveCommand.Restore
        {
            OperationId = Guid.NewGuid(),
            DeviceId = DeviceId,
            EntryId = entryId,
            ParentId = parentId,
            Name = name,
        },
        Token);

    protected async Task TidyAsync()
    {
        while (await Drive.TidyAsync(Token))
        {
        }
    }

    /// <summary>What a check of everything finds.</summary>
    protected async Task<List<string>> CheckAsync()
    {
        var findings = new List<string>();
        string? cursor = null;
        do
        {
            var step = await Silo.Grains.GetGrain<IMaintenanceGrain>(0).CheckAsync(cursor, Token);
            findings.AddRange(step.Findings);
            cursor = step.Cursor;
        }
        while (cursor is not null);
        return findings;
    }

    /// <summary>Everything below a folder that can be reached: path from there, id, and content.</summary>
    protected async Task<SortedDictionary<string, (Guid Id, string Content)>> TreeAsync(Guid folderId)
    {
        var tree = new SortedDictionary<string, (Guid, string)>(StringComparer.Ordinal);
        var waiting = new Stack<(Guid Id, string Path)>();
        waiting.Push((folderId, ""));
        while (waiting.TryPop(out var folder))
        {
            foreach (var entry in (await Drive.ListAsync(folder.Id, null, 1000, Token))!.Entries)
            {
                var path = $"{folder.Path}/{entry.Name}";
                tree[path] = (entry.Id, entry.Kind is EntryKind.File ? entry.Sha256.ToString()! : "folder");
                if (entry.Kind is EntryKind.Folder)
                {
                    waiting.Push((entry.Id, path));
                }
            }
        }

        return tree;
    }

    /// <summary>As <see cref="TreeAsync"/>, by looking into the past.</summary>
    protected async Task<SortedDictionary<string, (Guid Id, string Content)>> PastTreeAsync(Guid folderId, long number, int pageSize = 3)
    {
        var tree = new SortedDictionary<string, (Guid, string)>(StringComparer.Ordinal);
        var waiting = new Stack<(Guid Id, string Path)>();
        waiting.Push((folderId, ""));
        while (waiting.TryPop(out var folder))
        {
            string? after = null;
            PastOutcome.Page page;
            do
            {
                page = Assert.IsType<PastOutcome.Page>(await History.ListAsync(
                    new PastAddress { ItemId = folder.Id }, new Moment { Number = number }, after, pageSize, Token));
                foreach (var item in page.Items)
                {
                    var path = $"{folder.Path}/{item.Name}";
                    tree.Add(path, (item.Id, item.Kind is EntryKind.File ? item.Sha256.ToString()! : "folder"));
                    if (item.Kind is EntryKind.Folder)
                    {
                        waiting.Push((item.Id, path));
                    }

                    after = item.Name;
                }
            }
            while (page.HasMore);
        }

        return tree;
    }

    /// <summary>Replaying the journal gives the rows as they are, and used bytes are what entries keep.</summary>
    protected async Task AssertRowsAreSoundAsync()
    {
        var told = new Dictionary<Guid, JournalRow>();
        foreach (var row in await Silo.Drives.ReadJournalAsync(DriveId, 0, 10_000, Token))
        {
            told[row.EntryId] = row;
        }

        var entries = (await Silo.Inventory.ListEntriesAsync(null, 10_000, Token)).Where(entry => entry.Id != DriveId).ToList();
        foreach (var entry in entries)
        {
            var row = told[entry.Id];
            Assert.Equal((entry.ParentId, entry.Name, entry.VersionId), (row.ParentId, row.Name, row.VersionId));
            Assert.Equal(entry.State is EntryState.Trashed, row.Kind is ChangeKind.Trashed);
        }

        Assert.Equal(entries.Sum(entry => entry.KeptBytes), (await Drive.GetSummaryAsync(Token)).UsedBytes);
    }
}
