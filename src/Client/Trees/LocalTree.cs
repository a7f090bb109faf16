using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Items;
using FileStorage.Client.Transfers;
using FileStorage.Client.Uploads;
using FileStorage.Core.Names;

namespace FileStorage.Client.Trees;

/// <summary>
/// Walks a local folder beside the remote folder it goes to. A remote folder is listed once, to know what is there already; one that
/// was just made is not listed at all. Never leaves the folder: links are left out.
/// </summary>
public sealed class LocalTree(FileStorageClient client, ITransferObserver observer)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The files below <paramref name="folder"/>; folders are made on the way, also empty ones.</summary>
    /// <param name="folder">The local folder whose content goes into the remote one.</param>
    /// <param name="remoteFolder">Path of the remote folder; it is made, with those above it, where it is missing.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="FileStorageException">The server cannot be reached, or does not know the token.</exception>
    public async IAsyncEnumerable<LocalFile> FilesAsync(
        DirectoryInfo folder, string remoteFolder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var folders = new Stack<(DirectoryInfo Local, string Remote, bool IsNew)>();
        if (await AskAsync(folder, () => client.MakeFolderAsync(remoteFolder, parents: true, cancellationToken)) is { } made)
        {
            folders.Push((folder, remoteFolder.TrimEnd('/'), made.Created));
        }

        while (folders.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (List(next.Local) is not { } entries)
            {
                continue;
            }

            if (next.IsNew && entries.Count == 0)
            {
                await MakeEmptyAsync(next.Local, next.Remote, cancellationToken);
                continue;
            }

            if ((next.IsNew ? [] : await AskAsync(next.Local, () => ListAsync(next.Remote, cancellationToken))) is not { } known)
            {
                continue;
            }

            var names = new HashSet<string>(StringComparer.Ordinal);
            var anyFile = false;
            foreach (var entry in entries)
            {
                if (NameOf(entry, names) is not { } name)
                {
                    continue;
                }

                var remote = $"{next.Remote}/{name}";
                var there = known.GetValueOrDefault(name);
                var isFolder = entry is DirectoryInfo;
                if (there is not null && there.Kind == "folder" != isFolder)
                {
                    observer.Failed(entry.FullName, new IOException(
                        isFolder ? $"On the server {remote} is a file." : $"On the server {remote} is a folder."));
                }
                else if (isFolder)
                {
                    folders.Push(((DirectoryInfo)entry, remote, there is null));
                }
                else if (Look((FileInfo)entry, remote, there) is { } file)
                {
                    anyFile = true;
                    yield return file;
                }
            }

            if (next.IsNew && !anyFile)
            {
                await MakeEmptyAsync(next.Local, next.Remote, cancellationToken);
            }
        }
    }

    private List<FileSystemInfo>? List(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.Failed(folder.FullName, exception);
            return null;
        }
    }

    private async Task<Dictionary<string, ItemBody>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ItemBody>(StringComparer.Ordinal);
        await foreach (var item in client.ListAsync(ItemAddress.OfPath(folder.Length == 0 ? "/" : folder), cancellationToken))
        {
            known[item.Name] = item;
        }

        return known;
    }

    private Task MakeEmptyAsync(DirectoryInfo local, string remote, CancellationToken cancellationToken) =>
        AskAsync(local, () => client.MakeFolderAsync(remote.Length == 0 ? "/" : remote, parents: true, cancellationToken));

    /// <summary>What the server answers about one folder; null where it refuses, which is told, and the other folders go on.</summary>
    private async Task<T?> AskAsync<T>(DirectoryInfo local, Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (FileStorageException exception) when (exception.Status is not null and not HttpStatusCode.Unauthorized)
        {
            observer.Failed(local.FullName, exception);
            return null;
        }
    }

    /// <summary>The name under which an entry goes to the server; null where it is left out or cannot go, which is told.</summary>
    private string? NameOf(FileSystemInfo entry, HashSet<string> names)
    {
        // The runtime reads names as UTF-8; one that is not cannot be found again by what was read.
        if (entry.Name.Contains('\uFFFD') && !entry.Exists)
        {
            observer.Failed(entry.FullName, new IOException("Its name is not UTF-8; rename it."));
            return null;
        }

        if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            observer.LeftOut(entry.FullName, "symbolic link");
            return null;
        }

        if (LocalNames.IsPart(entry.Name))
        {
            return null;
        }

        var problem = EntryName.TryNormalize(entry.Name, out var name);
        var reason = problem is not NameProblem.None ? EntryName.Describe(problem)
            : !Ascii.IsValid(name) && !names.Add(name) ? "Another file's name differs from it only in how its characters are written; rename one."
            : null;
        if (reason is null)
        {
            return name;
        }

        observer.Failed(entry.FullName, new IOException(reason));
        return null;
    }

    private LocalFile? Look(FileInfo info, string remote, ItemBody? there)
    {
        try
        {
            if (info.Length == 0 && !SpecialFiles.IsRegular(info.FullName))
            {
                observer.LeftOut(info.FullName, "neither a file nor a folder");
                return null;
            }

            return LocalFile.Of(info, remote, there);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.Failed(info.FullName, exception);
            return null;
        }
    }
}
