using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Sharing;

/// <summary>Sharing with people and groups.</summary>
internal static class SharingEndpoints
{
    public static void MapSharing(this IEndpointRouteBuilder endpoints)
    {
        var shares = endpoints.ServiceProvider.GetRequiredService<Shares>();
        endpoints.MapGet("/items/{id:guid}/shares", shares.ListAsync)
            .Describe("ListShares", "Who may do what with an item.", Access.Devices).Produces<ShareListBody>();
        endpoints.MapGet("/items/shares", shares.ListAsync)
            .Describe("ListSharesByPath", "Who may do what with the item at a path.", Access.Devices).ByPath().Produces<ShareListBody>();
        endpoints.MapPut("/items/{id:guid}/shares", shares.PutAsync)
            .Describe("ShareItem", "Lets somebody in, or changes what they may do.", Access.Devices)
            .Takes<ShareRequest>().Repeatable().Produces<ShareBody>();
        endpoints.MapPut("/items/shares", shares.PutAsync)
            .Describe("ShareItemByPath", "Lets somebody in to the item at a path, or changes what they may do.", Access.Devices)
            .ByPath().Takes<ShareRequest>().Repeatable().Produces<ShareBody>();
        endpoints.MapDelete("/items/{id:guid}/shares/{grantee:guid}", shares.DeleteAsync)
            .Describe("UnshareItem", "Takes back what was granted on this very item.", Access.Devices).Repeatable().Produces(204);
        endpoints.MapDelete("/items/shares/{grantee:guid}", shares.DeleteAsync)
            .Describe("UnshareItemByPath", "Takes back what was granted on the item at a path.", Access.Devices)
            .ByPath().Repeatable().Produces(204);
        endpoints.MapGet("/shares", shares.ListMineAsync)
            .Describe("ListMyShares", "Everything of the caller's that is shared, and with whom.", Access.Devices).Produces<ShareListBody>();

        var received = endpoints.ServiceProvider.GetRequiredService<ReceivedShares>();
        endpoints.MapGet("/shared", received.ListAsync)
            .Describe("ListSharedWithMe", "What others share with the caller.", Access.Devices).Paged().Produces<ReceivedSharePageBody>();
        endpoints.MapPost("/shared/{id:guid}/mount", received.MountAsync)
            .Describe("MountShared", "Gives something that somebody shares a place in the caller's own tree.", Access.Devices)
            .Takes<PlaceRequest>().Repeatable().Produces<ItemBody>(201);
        var ownership = endpoints.ServiceProvider.GetRequiredService<Ownership>();
        endpoints.MapPost("/shared/{id:guid}/accept", ownership.AcceptAsync)
            .Describe("AcceptOwnership", "Makes the caller's own what was offered to them with access \"owner\", with its history.", Access.Devices)
            .Takes<PlaceRequest>().Repeatable().Produces<ItemBody>(201);
        endpoints.MapDelete("/shared/{id:guid}", received.LeaveAsync)
            .Describe("LeaveShared", "Gives up what was shared with the caller.", Access.Devices).Repeatable().Produces(204);
        MapGroups(endpoints);
    }

    private static void MapGroups(IEndpointRouteBuilder endpoints)
    {
        var groups = endpoints.ServiceProvider.GetRequiredService<Groups>();
        endpoints.MapPost("/groups", groups.CreateAsync)
            .Describe("MakeGroup", "Makes a group with the caller in it.", Access.Devices).Takes<GroupRequest>().Repeatable().Produces<GroupBody>(201);
        endpoints.MapGet("/groups", groups.ListAsync)
            .Describe("ListGroups", "The groups that the caller is in.", Access.Devices).Produces<GroupListBody>();
        endpoints.MapGet("/groups/{id:guid}", groups.GetAsync)
            .Describe("GetGroup", "A group with its members.", Access.Devices).Produces<GroupBody>();
        endpoints.MapPatch("/groups/{id:guid}", groups.RenameAsync)
            .Describe("RenameGroup", "Gives a group another name.", Access.Devices).Takes<GroupRequest>().Produces<GroupBody>();
        endpoints.MapDelete("/groups/{id:guid}", groups.DeleteAsync)
            .Describe("DeleteGroup", "Deletes a group; what was shared with it is open to its members no more.", Access.Devices).Produces(204);
        endpoints.MapPost("/groups/{id:guid}/members", groups.AddMemberAsync)
            .Describe("AddGroupMember", "Takes an account into a group.", Access.Devices).Takes<GroupMemberRequest>().Produces<GroupBody>();
        endpoints.MapDelete("/groups/{id:guid}/members/{user:guid}", groups.RemoveMemberAsync)
            .Describe("RemoveGroupMember", "Lets an account go from a group.", Access.Devices).Produces(204);
    }
}
