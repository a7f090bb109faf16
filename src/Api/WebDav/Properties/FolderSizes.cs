using System.Collections.Immutable;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// What folders hold, as far as their drive can tell it cheaply. Of the caller's own only: of another's folder a part may be closed to the caller, and
/// its size with it.
/// </summary>
internal static class FolderSizes
{
    /// <summary>Bytes by the folders' ids in their drive; those of which it is not known are not in it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> ReadAsync(
        IGrainFactory grains, ImmutableArray<TreeItem> items, CancellationToken cancellationToken)
    {
        var known = new Dictionary<Guid, long>();
        foreach (var folders in items.Where(item => item is { View: null, Entry.Kind: EntryKind.Folder }).GroupBy(item => item.DriveId))
        {
            var ids = folders.Select(folder => folder.EntryId).Where(id => id != folders.Key).ToImmutableArray();
            var sums = ids.IsEmpty ? [] : await grains.GetGrain<IDriveGrain>(folders.Key).SumFoldersAsync(ids, cancellationToken);
            for (var index = 0; index < sums.Length; index++)
            {
                if (sums[index] is { } bytes)
                {
                    known[ids[index]] = bytes;
                }
            }
        }

        return known;
    }
}
