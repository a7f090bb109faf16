using System.Net;
using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Downloads;
using FileStorage.Client.History;
using FileStorage.Client.Items;
using FileStorage.Client.Transfers;

namespace FileStorage.Client.Trees;

/// <summary>
/// Walks a remote folder and makes its folders below a local one. Never leaves the local folder: a name that is not one segment is
/// refused, and so is a link that stands where a folder should be. With a moment it is the folder as it was then.
/// </summary>
public sealed class RemoteTree(FileStorageClient client, ITransferObserver observer, PastMoment? moment = null)
{
    /// <summary>The files below the remote folder, each with its place below <paramref name="target"/>.</summary>
    public async IAsyncEnumerable<RemoteFile> FilesAsync(
        ItemBody folder, string remotePath, string target, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The target itself is the user's own word and may be a link; what is below it may not.
        Directory.CreateDirectory(target);
        var folders = new Stack<(Guid Id, string Remote, string Local)>();
        folders.Push((folder.Id, remotePath.TrimEnd('/'), Path.GetFullPath(target)));
        while (folders.TryPop(out var next))
        {
            var names = new HashSet<string>(NameComparer);
            await foreach (var item in ListAsync(next.Id, next.Remote, cancellationToken))
            {
                var remote = $"{next.Remote}/{item.Name}";
                if (LocalNames.Refuse(item.Name) is { } reason)
                {
                    observer.Failed(remote, new IOException($"It cannot have this name here: {reason}"));
                }
                else if (!names.Add(item.Name))
                {
                    observer.Failed(remote, new IOException("Another name differs from it only in upper and lower case, which are the same here."));
                }
                else if (item.Gone == true)
                {
                    observer.Failed(remote, new IOException("It is gone for good."));
                }
                else if (item.Kind != "folder")
                {
                    yield return new RemoteFile { Item = item, RemotePath = remote, LocalPath = Path.Combine(next.Local, item.Name) };
                }
                else if (MakeFolder(Path.Combine(next.Local, item.Name), remote) is { } local)
                {
                    folders.Push((item.Id, remote, local));
                }
            }
        }
    }

    private static StringComparer NameComparer =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The children; a folder that was deleted meanwhile is told and has none.</summary>
    private async IAsyncEnumerable<ItemBody> ListAsync(
        Guid folder, string remote, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listing = moment is { } then
            ? client.ListPastAsync(folder, then, cancellationToken)
            : client.ListAsync(ItemAddress.OfId(folder), cancellationToken);
        await using var children = listing.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await children.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (FileStorageException exception) when (exception.Status is HttpStatusCode.NotFound)
            {
                observer.Failed(remote, exception);
                yield break;
            }

            yield return children.Current;
        }
    }

    private string? MakeFolder(string path, string remote)
    {
        try
        {
            var info = new DirectoryInfo(path);
            if (info.LinkTarget is not null)
            {
                throw new IOException($"{path} is a symbolic link, which is not followed; move it away first.");
            }

            info.Create();
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.Failed(remote, exception);
            return null;
        }
    }
}
