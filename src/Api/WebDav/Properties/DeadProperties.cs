using System.Collections.Immutable;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>The properties that clients keep with items.</summary>
internal sealed class DeadProperties(IGrainFactory grains)
{
    /// <summary>Those of some items, by the id that an item has in its drive.</summary>
    public async Task<IReadOnlyDictionary<Guid, ImmutableArray<DavProperty>>> ReadAsync(
        LockTable drives, ImmutableArray<TreeItem> items, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, ImmutableArray<DavProperty>>();
        foreach (var drive in items.GroupBy(item => item.DriveId))
        {
            var marked = (await drives.ReadAsync(drive.Key, cancellationToken)).PropertyShards;
            if (marked == 0)
            {
                continue;
            }

            var shards = drive.Select(item => item.EntryId).GroupBy(DavPropertyShards.Of).Where(shard => (marked >> shard.Key & 1) == 1);
            foreach (var page in await Task.WhenAll(shards.Select(shard => grains
                .GetGrain<IDavPropertiesGrain>(DavPropertyShards.KeyOf(drive.Key, shard.Key)).ReadAsync([.. shard], cancellationToken))))
            {
                foreach (var entry in page)
                {
                    found[entry.EntryId] = entry.Properties;
                }
            }
        }

        return found;
    }

    /// <summary>Changes those of an item, all or none.</summary>
    /// <exception cref="ProblemException">507: there is no room for them.</exception>
    public async Task ChangeAsync(Guid driveId, Guid entryId, ImmutableArray<DavProperty> changes, CancellationToken cancellationToken)
    {
        if (changes.IsEmpty)
        {
            return;
        }

        var shard = DavPropertyShards.Of(entryId);
        await grains.GetGrain<IDavDriveGrain>(driveId).MarkShardsAsync(1L << shard, cancellationToken);
        if (!await grains.GetGrain<IDavPropertiesGrain>(DavPropertyShards.KeyOf(driveId, shard)).ChangeAsync(entryId, changes, cancellationToken))
        {
            throw Problem.NoRoom();
        }
    }
}
