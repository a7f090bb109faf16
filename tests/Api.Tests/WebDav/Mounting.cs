using System.Net;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

/// <summary>Shares a folder and gives it a place in the other account's tree.</summary>
internal static class Mounting
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    public static async Task ShareAsync(Session owner, string path, Session friend, string access, string place)
    {
        var shared = await owner.SendAsync(
            HttpMethod.Put,
            "/items/shares?path=" + Uri.EscapeDataString(path),
            Session.Body(new ShareRequest { Email = friend.Email, Access = access }, Json.ShareRequest));
        Assert.True(shared.IsSuccessStatusCode, await shared.Content.ReadAsStringAsync());
        var received = await Session.ReadAsync(await friend.GetAsync("/shared"), HttpStatusCode.OK, Json.ReceivedSharePageBody);
        var id = received.Shares.Single(share => share.Item.Name == path.Split('/')[^1]).Item.Id;
        var mounted = await friend.PostAsync($"/shared/{id}/mount", new PlaceRequest { Path = place }, Json.PlaceRequest);
        Assert.True(mounted.IsSuccessStatusCode, await mounted.Content.ReadAsStringAsync());
    }
}
