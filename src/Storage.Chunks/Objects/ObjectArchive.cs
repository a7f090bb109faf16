using System.Formats.Tar;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// The copy of an object store in a backup: its chunks in tar files (POSIX.1-1988, "ustar"), each object under its own name, sealed as it was stored,
/// and its key ring.
/// </summary>
internal static class ObjectArchive
{
    public const string Folder = "objects";

    private const string RingFile = $"{KeyCopy.Folder}/ring.json";

    /// <summary>Objects that are on their way at the same time, each with a buffer for the longest.</summary>
    private const int AtOnce = 16;

    /// <summary>A tar file ends with the object that reaches it.</summary>
    private const long FileBytes = 1024L * 1024 * 1024;

    /// <summary>Copies all chunks that the container lists, and its key ring.</summary>
    /// <param name="container">The container; what is removed from it meanwhile may be missing in the copy.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ObjectStoreException">The object store does not answer, or refuses.</exception>
    /// <exception cref="IOException">A file cannot be written, or an object was cut off.</exception>
    public static async IAsyncEnumerable<BackupFile> WriteAsync(
        IObjectContainer container, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ring = await container.ReadTextAsync(SharedKeyRing.RingName, cancellationToken)
            ?? throw new KeyRingException($"The key ring in {container.Place} has disappeared.");
        yield return await BackupWriteStream.WriteAsync(folder, RingFile, Encoding.UTF8.GetBytes(ring.Text), cancellationToken);

        var buffers = Buffers();
        await using var pages = PagesAsync(container, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasMore = await pages.MoveNextAsync();
        for (var number = 1; hasMore; number++)
        {
            await using var file = BackupWriteStream.Create(folder, string.Create(CultureInfo.InvariantCulture, $"{Folder}/{number:d8}.tar"));
            await using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
            {
                while (hasMore && file.Length < FileBytes)
                {
                    await AddAsync(container, pages.Current, buffers, tar, cancellationToken);
                    hasMore = await pages.MoveNextAsync();
                }
            }

            yield return file.Finish();
        }
    }

    /// <summary>Sees whether a copy can go into a container, which is made where it is missing. Changes nothing else.</summary>
    /// <param name="container">The container.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="files">Those of its files that are the copy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The copy is damaged, or the container is another service's.</exception>
    /// <exception cref="ObjectStoreException">The object store does not answer, or refuses.</exception>
    public static async Task PrepareAsync(
        IObjectContainer container, string folder, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        await container.PrepareAsync(cancellationToken);
        _ = await FindMissingRingAsync(container, folder, RingOf(files), cancellationToken);
    }

    /// <summary>
    /// Verifies a copy and puts it into a container, a file after the other. Safe to repeat; the container may be the one that was copied.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="folder">The backup.</param>
    /// <param name="files">Those of its files that are the copy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The copy is damaged, or the container is another service's.</exception>
    /// <exception cref="ObjectStoreException">The object store does not answer, or refuses.</exception>
    public static async Task RestoreAsync(
        IObjectContainer container, string folder, IReadOnlyList<BackupFile> files, CancellationToken cancellationToken)
    {
        var ring = RingOf(files);
        await container.PrepareAsync(cancellationToken);
        while (await FindMissingRingAsync(container, folder, ring, cancellationToken) is { } text
            && !await container.TryWriteTextAsync(SharedKeyRing.RingName, text, tag: null, cancellationToken))
        {
            // Somebody has made one since, which is to be looked at.
        }

        var buffers = Buffers();
        foreach (var archive in files.Where(file => file != ring))
        {
            // First: what is damaged must not take the place of an object that is whole.
            await using (var check = BackupReadStream.Open(folder, archive))
            {
                await check.RequireWholeAsync(cancellationToken);
            }

            await using var file = BackupReadStream.Open(folder, archive);
            var puts = new List<Task>(AtOnce);
            await foreach (var (stored, content) in ReadAsync(container.Kind, file, () => buffers[puts.Count], cancellationToken))
            {
                puts.Add(container.PutAsync(stored.Name, content, cancellationToken));
                if (puts.Count == AtOnce)
                {
                    await Task.WhenAll(puts);
                    puts.Clear();
                }
            }

            await Task.WhenAll(puts);
        }
    }

    /// <summary>The objects of one tar file, each read into the buffer that is given for it.</summary>
    /// <exception cref="BackupException">It is no such file.</exception>
    public static async IAsyncEnumerable<(StoredObject Stored, ReadOnlyMemory<byte> Content)> ReadAsync(
        ChunkStoreKind kind, Stream file, Func<byte[]> buffer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(file, leaveOpen: true);
        while (await NextAsync(tar, cancellationToken) is { } entry)
        {
            var stored = new StoredObject(entry.Name, entry.Length, entry.ModificationTime);
            if (ObjectNames.Parse(kind, stored) is null || entry.Length > RecordHeader.MaxRecordBytes || entry.DataStream is not { } data)
            {
                throw new BackupException($"The backup is damaged: {entry.Name} is no chunk.");
            }

            var content = buffer().AsMemory(0, (int)entry.Length);
            await data.ReadExactlyAsync(content, cancellationToken);
            yield return (stored, content);
        }
    }

    private static async ValueTask<TarEntry?> NextAsync(TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new BackupException($"The backup is damaged: {exception.Message}", exception);
        }
    }

    private static BackupFile RingOf(IReadOnlyList<BackupFile> files) =>
        files.FirstOrDefault(static file => file.Path == RingFile) ?? throw new BackupException($"The backup is damaged: it has no {RingFile}.");

    // The ring of the copy where the container has none. Another service's chunks are sealed with other keys, and its collector would take ours for
    // garbage.
    private static async Task<string?> FindMissingRingAsync(
        IObjectContainer container, string folder, BackupFile ring, CancellationToken cancellationToken)
    {
        await using var file = BackupReadStream.Open(folder, ring);
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellationToken);
        await file.RequireWholeAsync(cancellationToken);
        var ours = SharedKeyRing.Parse(text, folder);
        if (await container.ReadTextAsync(SharedKeyRing.RingName, cancellationToken) is not { } found)
        {
            return text;
        }

        // A ring that goes on from ours opens everything that ours does.
        var theirs = SharedKeyRing.Parse(found.Text, container.Place);
        return theirs.NamingKey == ours.NamingKey && !ours.Generations.Except(theirs.Generations).Any()
            ? null
            : throw new BackupException(
                $"{container.Place} has another key ring than the backup, or has got another master key since; restore to a new container.");
    }

    private static async Task AddAsync(
        IObjectContainer container, List<StoredObject> page, byte[][] buffers, TarWriter tar, CancellationToken cancellationToken)
    {
        var lengths = await Task.WhenAll(page.Select((stored, index) => container.ReadAsync(stored.Name, buffers[index], cancellationToken)));
        for (var index = 0; index < page.Count; index++)
        {
            if (lengths[index] < 0)
            {
                // It had been garbage before the copy began, and has been removed since it was listed.
                continue;
            }

            if (lengths[index] != page[index].Bytes)
            {
                throw new IOException($"{page[index].Name} in {container.Place} was cut off while it was copied.");
            }

            using var content = ReadableStream.Of(buffers[index].AsMemory(0, (int)lengths[index]));
            await tar.WriteEntryAsync(
                new UstarTarEntry(TarEntryType.RegularFile, page[index].Name) { DataStream = content, ModificationTime = page[index].StoredAt },
                cancellationToken);
        }
    }

    private static async IAsyncEnumerable<List<StoredObject>> PagesAsync(
        IObjectContainer container, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<StoredObject>(AtOnce);
        await foreach (var stored in container.ListAsync(ObjectNames.Chunks, cancellationToken))
        {
            if (stored.Bytes > RecordHeader.MaxRecordBytes || ObjectNames.Parse(container.Kind, stored) is null)
            {
                continue;
            }

            page.Add(stored);
            if (page.Count == AtOnce)
            {
                yield return page;
                page = new List<StoredObject>(AtOnce);
            }
        }

        if (page.Count > 0)
        {
            yield return page;
        }
    }

    private static byte[][] Buffers() => [.. Enumerable.Range(0, AtOnce).Select(static _ => new byte[RecordHeader.MaxRecordBytes])];
}
