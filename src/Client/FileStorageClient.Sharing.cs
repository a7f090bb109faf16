using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Client.Connections;
using FileStorage.Client.Items;

namespace FileStorage.Client;

// Sharing with people and groups.
public sealed partial class FileStorageClient
{
    /// <summary>Who may do what with an item: grants on it and on the folders above it.</summary>
    public async Task<IReadOnlyList<ShareBody>> ListSharesAsync(ItemAddress item, CancellationToken cancellationToken = default) =>
        (await GetAsync(item.Url("shares"), Json.ShareListBody, cancellationToken)).Shares;

    /// <summary>Everything of the caller's that is shared, each with its path.</summary>
    public async Task<IReadOnlyList<ShareBody>> ListMySharesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("shares", Json.ShareListBody, cancellationToken)).Shares;

    /// <summary>Lets somebody in, or changes what they may do.</summary>
    public async Task<ShareBody> ShareAsync(ItemAddress item, ShareRequest request, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Put, item.Url("shares"), () => JsonBody(request, Json.ShareRequest), ifMatch: null, operationId: null, cancellationToken);
        return await ReadAsync(response, Json.ShareBody, cancellationToken);
    }

    /// <summary>Takes back what was granted on this very item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="granteeId">The id of the grantee in <see cref="ListSharesAsync"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task UnshareAsync(ItemAddress item, Guid granteeId, CancellationToken cancellationToken = default) =>
        (await CommandAsync(
            HttpMethod.Delete, item.Url($"shares/{granteeId}"), body: null, ifMatch: null, operationId: null, cancellationToken)).Dispose();

    /// <summary>What others share with the caller.</summary>
    public async IAsyncEnumerable<ReceivedShareBody> ListSharedWithMeAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await GetAsync($"shared?limit={ListPageSize}{After(after)}", Json.ReceivedSharePageBody, cancellationToken);
            foreach (var share in page.Shares)
            {
                yield return share;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Gives something that somebody shares a place in the caller's own tree.</summary>
    /// <param name="itemId">The item of <see cref="ListSharedWithMeAsync"/>.</param>
    /// <param name="place">Where; null for the root, under its own name or one with a number.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ItemBody> MountAsync(Guid itemId, PlaceRequest? place = null, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post,
            $"shared/{itemId}/mount",
            place is null ? null : () => JsonBody(place, Json.PlaceRequest),
            ifMatch: null,
            operationId: null,
            cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    /// <summary>Makes the caller's own what was offered to them with access "owner", with its history; it counts to their quota from then on.</summary>
    /// <param name="itemId">The item of <see cref="ListSharedWithMeAsync"/>.</param>
    /// <param name="place">Where to put it; null for where it is mounted, or the root.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ItemBody> AcceptAsync(Guid itemId, PlaceRequest? place = null, CancellationToken cancellationToken = default)
    {
        using var response = await CommandAsync(
            HttpMethod.Post,
            $"shared/{itemId}/accept",
            place is null ? null : () => JsonBody(place, Json.PlaceRequest),
            ifMatch: null,
            operationId: null,
            cancellationToken);
        return await ReadAsync(response, Json.ItemBody, cancellationToken);
    }

    /// <summary>Gives up what was shared with the caller.</summary>
    public async Task LeaveAsync(Guid itemId, CancellationToken cancellationToken = default) =>
        (await CommandAsync(
            HttpMethod.Delete, $"shared/{itemId}", body: null, ifMatch: null, operationId: null, cancellationToken)).Dispose();

    /// <summary>The groups that the caller is in, without their members.</summary>
    public async Task<IReadOnlyList<GroupBody>> ListGroupsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("groups", Json.GroupListBody, cancellationToken)).Groups;

    public Task<GroupBody> GetGroupAsync(Guid groupId, CancellationToken cancellationToken = default) =>
        GetAsync($"groups/{groupId}", Json.GroupBody, cancellationToken);

    /// <summary>Makes a group with the caller in it.</summary>
    public async Task<GroupBody> MakeGroupAsync(string name, CancellationToken cancellationToken = default)
    {
        var body = new GroupRequest { Name = name };
        using var response = await CommandAsync(
            HttpMethod.Post, "groups", () => JsonBody(body, Json.GroupRequest), ifMatch: null, operationId: null, cancellationToken);
        return await ReadAsync(response, Json.GroupBody, cancellationToken);
    }

    public async Task DeleteGroupAsync(Guid groupId, CancellationToken cancellationToken = default) =>
        (await SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"groups/{groupId}"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    /// <summary>Takes an account into a group that the caller made.</summary>
    public Task<GroupBody> AddGroupMemberAsync(Guid groupId, string email, CancellationToken cancellationToken = default)
    {
        var body = new GroupMemberRequest { Email = email };
        return CallAsync(
            () => Post($"groups/{groupId}/members", JsonBody(body, Json.GroupMemberRequest)), Repeat.Always, Json.GroupBody, cancellationToken);
    }

    /// <summary>Lets an account go; anybody may let themselves go.</summary>
    public async Task RemoveGroupMemberAsync(Guid groupId, Guid userId, CancellationToken cancellationToken = default) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, $"groups/{groupId}/members/{userId}"), Repeat.Always, cancellationToken)).Dispose();
}
