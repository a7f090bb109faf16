using System.Globalization;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Files;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.Inventory;

namespace FileStorage.Grains.Maintenance;

/// <summary>
/// Verifies what can be verified from the rows and the stored bytes, and changes nothing. The service goes on meanwhile: what looks
/// wrong is looked at again a little later before it is reported, since it may just have been on its way.
/// </summary>
internal sealed class Checker(
    IInventoryStore inventory,
    IDriveStore drives,
    IFileStore files,
    IChunkRowStore chunks,
    ChunkProof proof)
{
    public const string FirstPhase = "integrity";
    private const string BytesPhase = "bytes";

    private const int Page = 200;
    private const int BytesPage = 64;
    private const int MaxVersionsSummed = 1000;

    // Of what is looked at, so many at a time: a store or a database that is some milliseconds away answers them together.
    private const int AtOnce = 8;

    /// <summary>One bounded step of the phase that the cursor names.</summary>
    /// <exception cref="ArgumentException">Not a cursor of a check.</exception>
    public Task<MaintenanceStep> StepAsync(string cursor, CancellationToken cancellationToken)
    {
        var parts = cursor.Split(':');
        return parts switch
        {
            [FirstPhase] => CheckDatabaseAsync(cancellationToken),
            ["drives"] => CheckDrivesAsync(null, cancellationToken),
            ["drives", var id] => CheckDrivesAsync(Guid.Parse(id), cancellationToken),
            ["entries"] => CheckEntriesAsync(null, cancellationToken),
            ["entries", var id] => CheckEntriesAsync(Guid.Parse(id), cancellationToken),
            ["versions"] => CheckVersionsAsync(null, cancellationToken),
            ["versions", var id, var number] => CheckVersionsAsync(
                new VersionPosition(Guid.Parse(id), long.Parse(number, CultureInfo.InvariantCulture)), cancellationToken),
            [BytesPhase] => CheckBytesAsync(null, cancellationToken),
            [BytesPhase, var id] => CheckBytesAsync(ChunkId.Parse(id, provider: null), cancellationToken),
            _ => throw new ArgumentException($"\"{cursor}\" is no cursor of a check.", nameof(cursor)),
        };
    }

    private async Task<MaintenanceStep> CheckDatabaseAsync(CancellationToken cancellationToken)
    {
        var problems = await inventory.CheckIntegrityAsync(cancellationToken);
        return Step("drives", 1, problems.Select(problem => $"database: {problem}"));
    }

    private async Task<MaintenanceStep> CheckDrivesAsync(Guid? after, CancellationToken cancellationToken)
    {
        var page = await drives.ListDrivesAsync(after, Page, cancellationToken);
        var findings = await FindAsync(page, drive => CheckDriveAsync(drive.Id, cancellationToken));
        return Step(page.Count == Page ? $"drives:{page[^1].Id}" : "entries", page.Count, findings);
    }

    private async Task<string?> CheckDriveAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var before = await drives.LoadDriveAsync(driveId, cancellationToken);
        var kept = await inventory.SumKeptBytesAsync(driveId, cancellationToken);
        var drive = await drives.LoadDriveAsync(driveId, cancellationToken);
        if (drive is null || drive.RowVersion != before?.RowVersion)
        {
            // It changed while it was summed; the next look may be luckier, and a drive under steady load is summed when it rests.
            return null;
        }

        if (drive.UsedBytes != kept)
        {
            return $"drive {driveId}: used bytes are {drive.UsedBytes}, its entries keep {kept}";
        }

        var root = await drives.FindEntryAsync(driveId, driveId, cancellationToken);
        return root is { ParentId: null, Kind: EntryKind.Folder } ? null : $"drive {driveId}: has no root folder";
    }

    private async Task<MaintenanceStep> CheckEntriesAsync(Guid? after, CancellationToken cancellationToken)
    {
        var page = await inventory.ListEntriesAsync(after, Page, cancellationToken);
        var findings = await FindAsync(page, entry => CheckEntryAsync(entry.DriveId, entry.Id, cancellationToken));
        return Step(page.Count == Page ? $"entries:{page[^1].Id}" : "versions", page.Count, findings);
    }

    private async Task<string?> CheckEntryAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken)
    {
        var entry = await drives.FindEntryAsync(driveId, entryId, cancellationToken);
        if (entry is not { State: not EntryState.Purging, ParentId: { } parentId })
        {
            return null;
        }

        if (EntryName.TryNormalize(entry.Name, out var normalized) is not NameProblem.None || normalized != entry.Name)
        {
            return $"entry {entryId}: its name is not a valid name";
        }

        if (entry.State is EntryState.Live && await drives.FindEntryAsync(driveId, parentId, cancellationToken) is not { Kind: EntryKind.Folder })
        {
            return $"entry {entryId}: its folder {parentId} does not exist";
        }

        return entry.Kind is EntryKind.Folder ? null : await CheckFileAsync(entry, cancellationToken);
    }

    private async Task<string?> CheckFileAsync(EntryRow entry, CancellationToken cancellationToken)
    {
        var versions = await files.ReadVersionsAsync(entry.DriveId, entry.Id, entry.VersionNumber + 1, MaxVersionsSummed, cancellationToken);
        var head = versions.FirstOrDefault();
        if (head is not { State: VersionState.Kept } || head.Id != entry.VersionId || head.SizeBytes != entry.SizeBytes)
        {
            return $"file {entry.Id}: its version {entry.VersionNumber} does not exist as the tree shows it";
        }

        var kept = versions.Sum(version => version.SizeBytes);
        return versions.Count < MaxVersionsSummed && kept != entry.KeptBytes
            ? $"file {entry.Id}: keeps {entry.KeptBytes} bytes, its versions add up to {kept}"
            : null;
    }

    private async Task<MaintenanceStep> CheckVersionsAsync(VersionPosition? after, CancellationToken cancellationToken)
    {
        var page = await inventory.ListVersionsAsync(after, Page, cancellationToken);
        var findings = await FindAsync(page, version => CheckVersionAsync(version.DriveId, version.FileId, version.Number, cancellationToken));
        var next = page.Count == Page ? $"versions:{page[^1].FileId}:{page[^1].Number}" : BytesPhase;
        return Step(next, page.Count, findings);
    }

    private async Task<string?> CheckVersionAsync(Guid driveId, Guid fileId, long number, CancellationToken cancellationToken)
    {
        if (await files.FindVersionAsync(driveId, fileId, number, cancellationToken) is not { State: VersionState.Kept } version)
        {
            return null;
        }

        try
        {
            var manifest = VersionMapping.ToManifest(version);
            var size = (await proof.ReadManifestAsync(manifest, cancellationToken)).TotalBytes;
            if (size != version.SizeBytes)
            {
                return $"version {version.Id}: has {version.SizeBytes} bytes, its chunks add up to {size}";
            }

            foreach (var id in await proof.ReadHeldAsync(manifest, cancellationToken))
            {
                if (await chunks.FindReferenceAsync(id, version.DriveId, version.Id, cancellationToken) is null
                    || await chunks.ReadAsync(id, cancellationToken) is null)
                {
                    return $"version {version.Id}: does not hold its chunk {id}";
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is DamagedChunkException or FormatException)
        {
            return $"version {version.Id}: its manifest cannot be read: {exception.Message}";
        }
    }

    private async Task<MaintenanceStep> CheckBytesAsync(ChunkId? after, CancellationToken cancellationToken)
    {
        var page = await chunks.ListAsync(after, BytesPage, cancellationToken);
        var findings = await FindAsync(page, chunk => CheckChunkAsync(chunk.Row.Id, cancellationToken));
        return Step(page.Count == BytesPage ? $"{BytesPhase}:{page[^1].Row.Id}" : null, page.Count, findings) with
        {
            Bytes = page.Sum(chunk => chunk.Row.PlainBytes),
        };
    }

    private async Task<string?> CheckChunkAsync(ChunkId id, CancellationToken cancellationToken)
    {
        if (await chunks.ReadAsync(id, cancellationToken) is not { } chunk)
        {
            return null;
        }

        if (chunk is { HasReferences: false, Row.State: ChunkState.Live })
        {
            return $"chunk {id}: is live without any reference";
        }

        return await proof.CheckAsync(id, ChunkLocation.FromBytes(chunk.Row.Location.Span), cancellationToken);
    }

    private async Task<IEnumerable<string>> FindAsync<T>(IReadOnlyList<T> page, Func<T, Task<string?>> check)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var found = await Task.WhenAll(page.Select(item => LookAsync(places, () => check(item))));
        return found.OfType<string>();
    }

    private async Task<string?> LookAsync(SemaphoreSlim places, Func<Task<string?>> check)
    {
        await places.WaitAsync();
        try
        {
            if (await check() is null)
            {
                return null;
            }

            await proof.WaitAsync();
            return await check();
        }
        finally
        {
            _ = places.Release();
        }
    }

    private static MaintenanceStep Step(string? cursor, long examined, IEnumerable<string> findings) => new()
    {
        Cursor = cursor,
        Examined = examined,
        Bytes = 0,
        Changed = 0,
        Findings = [.. findings],
    };
}
