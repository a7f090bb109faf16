using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Cli.Sessions;
using FileStorage.Client;
using FileStorage.Client.Items;

namespace FileStorage.Cli.Syncing;

/// <summary>Finds out which folder of which drive a local folder is synced with, and that it is still the same one.</summary>
internal static class SyncTarget
{
    /// <summary>The link of the folder, new or confirmed.</summary>
    /// <exception cref="CommandException">It is another drive or folder than it was.</exception>
    /// <exception cref="FileStorageException">The server cannot be asked, and has to be.</exception>
    public static async Task<SyncLink> ResolveAsync(
        Session session, string folder, string? remote, SyncLink? link, CancellationToken cancellationToken)
    {
        if (link is not null && remote is not null && remote != link.Remote)
        {
            throw new CommandException(
                $"{folder} is synced with {link.Remote}, not with {remote}. Choose another folder, or move its .filestorage folder away to join them anew.");
        }

        var hash = SyncLink.HashOf(session.Token);
        MeBody me;
        try
        {
            me = await session.Client.GetMeAsync(cancellationToken);
        }
        catch (FileStorageException exception) when (
            link is not null && link.TokenHash == hash && link.Server == session.Client.Server && MayComeBack(exception))
        {
            // The same token spoke for this drive before: work goes on without the server.
            return link;
        }

        if (link is not null && link.DriveId != me.DriveId)
        {
            throw new CommandException(
                $"{folder} is synced with another account than {me.Email}. Sign in as that one, choose another folder, or move its .filestorage folder away "
                + "to join them anew.");
        }

        var path = link?.Remote ?? remote ?? "/";
        return new SyncLink
        {
            Server = session.Client.Server,
            DriveId = me.DriveId,
            Remote = path,
            RemoteRootId = link is not null ? link.RemoteRootId : await RootAsync(session.Client, path, cancellationToken),
            MergesText = link is { MergesText: true },
            TokenHash = hash,
        };
    }

    private static bool MayComeBack(FileStorageException exception) =>
        exception.IsUnreachable || exception.Status is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests;

    private static async Task<Guid?> RootAsync(FileStorageClient client, string path, CancellationToken cancellationToken)
    {
        if (path == "/")
        {
            return null;
        }

        var item = await client.FindItemAsync(ItemAddress.OfPath(path), cancellationToken)
            ?? (await client.MakeFolderAsync(path, parents: true, cancellationToken)).Item;
        return item.Kind == "folder" ? item.Id : throw new CommandException($"{path} is a file on the server; name a folder.");
    }
}
