using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Versions;
using FileStorage.Client.Items;

namespace FileStorage.Client;

// The tree, the trash and the versions.
public sealed partial class FileStorageClient
{
    public Task<ItemBody> GetItemAsync(ItemAddress item, CancellationToken cancellationToken = default) =>
        GetAsync(item.Url(), Json.ItemBody, cancellationToken);

    /// <summary>The item, or null where there is none.</summary>
    public async Task<ItemBody?> FindItemAsync(ItemAddress item, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetItemAsync(item, cancellationToken);
        }
        catch (FileStorageException exception) when (exception.Status is System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What the folder holds, by name.</summary>
    public IAsyncEnumerable<ItemBody> ListAsync(ItemAddress folder, CancellationToken cancellationToken = default) =>
        ListPagesAsync(query => folder.Url("children", query), cancellationToken);

    /// <summary>What is in the trash, each with the path it had.</summary>
    public IAsyncEnumerable<ItemBody> ListTrashAsync(CancellationToken cancellationToken = default) =>
        ListPagesAsync(query => "trash?" + query, cancellationToken);

    /// <summary>Makes a folder; with <paramref name="parents"/> also those on the way, and one that is there is fine.</summary>
    public async Task<MadeFolder> MakeFolderAsync(string path, bool parents, CancellationToken cancellationToken = default)
    {
        var body = new MakeFolderRequest { Path = path, Parents = parents };
        using var response = await CommandAsync(
            HttpMethod.Post, "folders", () => JsonBody(body, Json.MakeFolderRequest), ifMatch: null, operationId: null, cancellationToken);
        return new MadeFolder(await ReadAsync(response, Json.ItemBody, cancellationToken), IsCreated(response));
    }

    /// <summary>Makes a folder in a folder.</summary>
    /// <param name="parentId">The folder it goes into.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="operationId">Chosen once and kept across restarts: the same id is done once, and answered as the first time.</param>
    /// <param name="cancellationToken">Ends the waiting, not what the server has begun.</param>
    public async Task<ItemBody> MakeFolderAsync(
        Guid parentId, string name, Guid? operationId = null, CancellationToken cancellationToken = default)
    {
        var body = new MakeFolderRequest { ParentId = parentId, Name = name };
        using var response = await CommandAsync(
            HttpMethod.Post, "folders", () => JsonBody(body, Json.MakeFolderRequest), ifMatch: null, operationId, cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    /// <summary>Moves or renames an item.</summary>
    /// <inheritdoc cref="MakeFolderAsync(Guid, string, Guid?, CancellationToken)" path="/param[@name='operationId']"/>
    public async Task<ItemBody> MoveAsync(
        ItemAddress item,
        PlaceRequest place,
        string? ifMatch = null,
        Guid? operationId = null,
        CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post, item.Url("move"), () => JsonBody(place, Json.PlaceRequest), ifMatch, operationId, cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    public async Task<CopyBody> CopyAsync(ItemAddress item, PlaceRequest place, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post, item.Url("copy"), () => JsonBody(place, Json.PlaceRequest), ifMatch: null, operationId: null, cancellationToken);
        return await ReadAsync(response, Json.CopyBody, cancellationToken);
    }

    /// <summary>Puts the item into the trash.</summary>
    /// <inheritdoc cref="MakeFolderAsync(Guid, string, Guid?, CancellationToken)" path="/param[@name='operationId']"/>
    public async Task DeleteAsync(
        ItemAddress item, string? ifMatch = null, Guid? operationId = null, CancellationToken cancellationToken = default) =>
        (await CommandAsync(HttpMethod.Delete, item.Url(), body: null, ifMatch, operationId, cancellationToken)).Dispose();

    /// <summary>Takes an item out of the trash, to where it was or to <paramref name="place"/>.</summary>
    public async Task<ItemBody> RestoreAsync(Guid item, PlaceRequest? place = null, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post,
            $"trash/{item}/restore",
            place is null ? null : () => JsonBody(place, Json.PlaceRequest),
            ifMatch: null,
            operationId: null,
            cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    /// <summary>Deletes an item of the trash for good.</summary>
    public async Task PurgeAsync(Guid item, CancellationToken cancellationToken = default) =>
        (await CommandAsync(HttpMethod.Delete, $"trash/{item}", body: null, ifMatch: null, operationId: null, cancellationToken)).Dispose();

    /// <summary>Deletes everything in the trash for good.</summary>
    public async Task EmptyTrashAsync(CancellationToken cancellationToken = default) =>
        (await CommandAsync(HttpMethod.Delete, "trash", body: null, ifMatch: null, operationId: null, cancellationToken)).Dispose();

    /// <summary>The file's versions, newest first.</summary>
    public async IAsyncEnumerable<VersionBody> ListVersionsAsync(
        ItemAddress file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long? before = null;
        do
        {
            var query = $"limit={ListPageSize}{(before is null ? "" : "&before=" + before)}";
            var page = await GetAsync(file.Url("versions", query), Json.VersionPageBody, cancellationToken);
            foreach (var version in page.Versions)
            {
                yield return version;
            }

            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>Makes a new version of what an old one held.</summary>
    public async Task<ItemBody> RestoreVersionAsync(ItemAddress file, long number, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post, file.Url($"versions/{number}/restore"), body: null, ifMatch: null, operationId: null, cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    private async IAsyncEnumerable<ItemBody> ListPagesAsync(
        Func<string, string> url, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await GetAsync(url($"limit={ListPageSize}{After(after)}"), Json.ItemPageBody, cancellationToken);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
