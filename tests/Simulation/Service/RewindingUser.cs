using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>Goes back to what the drive was, repeating the request under its key until it is done.</summary>
internal sealed class RewindingUser(ServiceWorld world, Guid driveId)
{
    private IDriveGrain Drive => world.Cluster.Client.GetGrain<IDriveGrain>(driveId);

    private IDriveHistoryGrain History => world.Cluster.Client.GetGrain<IDriveHistoryGrain>(driveId);

    /// <summary>The report; null where it was refused, since contents would go over the quota.</summary>
    public async Task<RewindReport?> RewindAsync(long number)
    {
        var request = new RewindRequest
        {
            OperationId = world.Cluster.Random.NextGuid(),
            DeviceId = world.Cluster.Random.NextGuid(),
            UserId = Guid.Empty,
            Address = new PastAddress { ItemId = driveId },
            Moment = new Moment { Number = number },
            ReachesOutside = true,
        };
        while (true)
        {
            switch (await world.RepeatAsync(() => History.RewindAsync(request)))
            {
                case RewindOutcome.Known { Report: { IsDone: true } report }:
                    return report;
                case RewindOutcome.Known:
                    break;
                case RewindOutcome.Refused { Reason: DriveOutcome.QuotaExceeded }:
                    return null;
                case var outcome:
                    throw new InvalidOperationException($"A rewind of the whole drive to {number} was answered with {outcome}.");
            }
        }
    }

    /// <summary>Going back to a moment and from there to now leaves everything as it is. The drive must be at rest.</summary>
    public async Task VerifyUndoingAsync()
    {
        var newest = (await Drive.GetSummaryAsync()).JournalNumber;
        var before = await TreeAsync();
        if (await RewindAsync(world.Cluster.Random.Next((int)newest + 1)) is not { Lost: 0, ContentsGone: 0 } report)
        {
            return;
        }

        Assert.Equal(newest, report.FromNumber);
        if (await RewindAsync(report.FromNumber) is { Lost: 0, ContentsGone: 0 })
        {
            Assert.Equal(before, await TreeAsync());
        }
    }

    private async Task<SortedDictionary<string, (Guid, string?)>> TreeAsync()
    {
        var tree = new SortedDictionary<string, (Guid, string?)>(StringComparer.Ordinal);
        var waiting = new Stack<(Guid Id, string Path)>([(driveId, "")]);
        while (waiting.TryPop(out var folder))
        {
            foreach (var entry in (await Drive.ListAsync(folder.Id, null, 1000))!.Entries)
            {
                var path = $"{folder.Path}/{entry.Name}";
                tree[path] = (entry.Id, entry.Sha256?.ToString());
                if (entry.Kind is EntryKind.Folder)
                {
                    waiting.Push((entry.Id, path));
                }
            }
        }

        return tree;
    }
}
