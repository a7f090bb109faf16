using System.Text;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Archives;

/// <summary>
/// Answers a folder as a zip that is made while it is sent: no temporary file, and in memory only what is on its way and the table of contents. The newest
/// version of each file at the moment shortly before its turn comes; what has gone by then is left out; where a content cannot be read the answer breaks off, so
/// that no archive looks whole that is not.
/// </summary>
internal sealed class ArchiveAnswer(IGrainFactory grains, ArchiveContents contents)
{
    /// <summary>Files and folders in one archive.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>What the table of contents may take, for the case of many long names.</summary>
    private const long MaxDirectoryBytes = 64 * 1024 * 1024;

    /// <summary>The archive of a folder.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tree">What the caller sees.</param>
    /// <param name="folder">In it.</param>
    /// <param name="beforeSending">Asked before the first byte of a GET; may refuse by throwing.</param>
    /// <exception cref="ProblemException">Nothing was sent: not a folder, or too large.</exception>
    public async Task SendAsync(HttpContext context, ITree tree, TreeItem folder, Func<Task>? beforeSending = null)
    {
        if (folder.Entry.Kind is not EntryKind.Folder || folder.Entry.TrashedAt is not null)
        {
            throw Problem.NotPossible("Only a folder that is not in the trash is downloaded as an archive.");
        }

        var name = folder.Entry.Name.Length == 0 ? "files" : FolderWalk.NameOf(folder);
        await RequireFittingAsync(tree, folder, context.RequestAborted);
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (beforeSending is not null && !isHead)
        {
            await beforeSending();
        }

        UserContent.WriteHeaders(context, name + ".zip");
        if (!isHead)
        {
            await WriteAsync(context, tree, folder, name + "/");
        }
    }

    private async Task WriteAsync(HttpContext context, ITree tree, TreeItem folder, string prefix)
    {
        var zip = new ZipWriter(context.Response.BodyWriter, context.RequestAborted);
        zip.Add(EntryOf(prefix, folder.Entry.ModifiedAt));
        var items = FolderWalk.WalkAsync(tree, folder, context.RequestAborted)
            .ReadAheadAsync(ArchiveContents.Ahead, next => PrepareAsync(prefix + next.Path, next.Item, context.RequestAborted), context.RequestAborted);
        await foreach (var file in items)
        {
            if (file is not null)
            {
                await contents.AddAsync(zip, file, context.RequestAborted);
            }
        }

        await zip.FinishAsync();
    }

    private async Task<ArchiveContents.Prepared?> PrepareAsync(string path, TreeItem item, CancellationToken cancellationToken)
    {
        if (item.Entry.Kind is EntryKind.Folder)
        {
            return new ArchiveContents.Prepared(EntryOf(path, item.Entry.ModifiedAt), Version: null, Bytes: null);
        }

        return await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(item.Entry.VersionNumber, item.DriveId, cancellationToken) is { } version
            ? await contents.PrepareAsync(path, version, cancellationToken)
            : null;
    }

    // Told before anything is sent: an archive that breaks off at its limit helps nobody.
    private static async Task RequireFittingAsync(ITree tree, TreeItem folder, CancellationToken cancellationToken)
    {
        var count = 0;
        var bytes = 0L;
        await foreach (var (path, _) in FolderWalk.WalkAsync(tree, folder, cancellationToken))
        {
            bytes += Encoding.UTF8.GetByteCount(path) + ZipWriter.DirectoryBytes;
            if (++count > MaxEntries || bytes > MaxDirectoryBytes)
            {
                throw Problem.TooLarge($"An archive holds at most {MaxEntries} items; download the folders in it one by one.");
            }
        }
    }

    private static ZipEntry EntryOf(string path, DateTimeOffset modifiedAt) => new() { Path = path, ModifiedAt = modifiedAt };
}
