using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// What lies below folders. Remembered under the number of the folder's etag, which changes with anything below it: so a folder in which nothing
/// changed is summed up once.
/// </summary>
internal sealed class FolderSums(IDriveStore store, DriveTree tree)
{
    /// <summary>Entries that one question may cost; what lies below a folder of more is not known.</summary>
    public const long MaxEntries = 50_000;

    private const int MaxKept = 5_000;

    private readonly Dictionary<Guid, (long EtagNumber, long? Bytes)> _known = [];

    /// <summary>Bytes of the newest versions below a live folder of the drive; null where it is none, or it would cost more than <paramref name="budget"/>.</summary>
    public async ValueTask<(long? Bytes, long Cost)> SumAsync(Guid driveId, Guid folderId, long budget, CancellationToken cancellationToken)
    {
        if (await tree.FindAsync(folderId, cancellationToken) is not { Kind: EntryKind.Folder, TargetEntryId: null } row || row.DriveId != driveId)
        {
            return (null, 1);
        }

        if (_known.TryGetValue(folderId, out var known) && known.EtagNumber == row.EtagNumber)
        {
            return (known.Bytes, 0);
        }

        if (budget <= 0)
        {
            return (null, 0);
        }

        // Rows are written before memory is changed: the sum may be newer than the number it is kept under, and never older.
        var sum = await store.SumSubtreeAsync(driveId, folderId, budget, cancellationToken);
        var seen = sum.Files + sum.Folders;
        long? bytes = seen < budget ? sum.SizeBytes : null;

        // With a whole budget of its own it would be no other.
        if (bytes is not null || budget == MaxEntries)
        {
            if (_known.Count >= MaxKept)
            {
                _known.Clear();
            }

            _known[folderId] = (row.EtagNumber, bytes);
        }

        return (bytes, seen + 1);
    }
}
