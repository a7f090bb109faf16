using FileStorage.Api.Contracts.Links;
using FileStorage.Client.Connections;
using FileStorage.Client.Items;

namespace FileStorage.Client;

// Public links, and whole folders as archives.
public sealed partial class FileStorageClient
{
    private const int ArchiveBufferBytes = 256 * 1024;

    /// <summary>Makes a public link; its token is in this answer and in no other. Not repeated where the answer is lost: look at the list then.</summary>
    public Task<LinkBody> MakeLinkAsync(ItemAddress item, LinkRequest request, CancellationToken cancellationToken = default) => CallAsync(
        () => new HttpRequestMessage(HttpMethod.Post, item.Url("links")) { Content = JsonBody(request, Json.LinkRequest) },
        Repeat.WhenNotReceived,
        Json.LinkBody,
        cancellationToken);

    /// <summary>Every link to anything of the account's.</summary>
    public async Task<IReadOnlyList<LinkBody>> ListLinksAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("links", Json.LinkListBody, cancellationToken)).Links;

    /// <summary>The links that open an item: to it, or to a folder above it.</summary>
    public async Task<IReadOnlyList<LinkBody>> ListLinksAsync(ItemAddress item, CancellationToken cancellationToken = default) =>
        (await GetAsync(item.Url("links"), Json.LinkListBody, cancellationToken)).Links;

    public Task<LinkBody> ChangeLinkAsync(Guid link, LinkChangeRequest change, CancellationToken cancellationToken = default) => CallAsync(
        () => new HttpRequestMessage(HttpMethod.Patch, $"links/{link}") { Content = JsonBody(change, Json.LinkChangeRequest) },
        Repeat.Always,
        Json.LinkBody,
        cancellationToken);

    /// <summary>Takes a link back: it opens nothing any more.</summary>
    public async Task DeleteLinkAsync(Guid link, CancellationToken cancellationToken = default) =>
        (await SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"links/{link}"), Repeat.Always, cancellationToken)).Dispose();

    /// <summary>Writes a folder with all it holds as a zip, in one attempt: what is made while it is sent cannot be taken up in its middle.</summary>
    /// <exception cref="FileStorageException">Also where the archive breaks off.</exception>
    public async Task CopyArchiveAsync(ItemAddress folder, Stream destination, CancellationToken cancellationToken = default)
    {
        using var response = await OpenAsync(
            () => new HttpRequestMessage(HttpMethod.Get, folder.Url("archive")), Repeat.Always, cancellationToken);
        var buffer = new byte[ArchiveBufferBytes];
        await using var archive = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await ReadAsync(archive, buffer, cancellationToken) is > 0 and var read)
        {
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (_sender.DownloadLimit is { } limit)
            {
                await limit.WaitAsync(read, cancellationToken);
            }
        }
    }

    private async Task<int> ReadAsync(Stream archive, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.ReadAsync(buffer, _sender.IdleTimeout, _sender.Clock, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException)
        {
            throw FileStorageException.Unreachable(Server, exception);
        }
    }
}
