using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Departures;

/// <summary>Taking one's data along, and deleting the account.</summary>
internal static class DepartureEndpoints
{
    public static void MapDepartures(this IEndpointRouteBuilder endpoints)
    {
        var departures = endpoints.ServiceProvider.GetRequiredService<Departures>();
        var exports = endpoints.ServiceProvider.GetRequiredService<AccountExport>();
        endpoints.MapGet("/account/export", exports.SendAsync)
            .Describe("ExportAccount", "Everything of the account as one zip: its files with all versions and the trash, and what is known of it.", Access.Devices)
            .Gives(AccountExport.MediaType);
        endpoints.MapGet("/admin/accounts/{id:guid}/export", exports.SendOtherAsync)
            .Describe("ExportOtherAccount", "Everything of an account as one zip.", Access.Administrator).Gives(AccountExport.MediaType);
        endpoints.MapGet("/account/deletion", departures.PreviewAsync)
            .Describe("PreviewDeletion", "What goes with the account if it is deleted, and who loses what.", Access.Devices).Produces<DeparturePreviewBody>();
        endpoints.MapDelete("/account", departures.DeleteAsync)
            .Describe("DeleteAccount", "Deletes the account with everything in it, after its password.", Access.Devices)
            .Takes<DeleteAccountRequest>().Produces(202);
        endpoints.MapGet("/admin/accounts/{id:guid}/deletion", departures.PreviewOfAsync)
            .Describe("PreviewOtherDeletion", "What goes with an account if it is deleted.", Access.Administrator).Produces<DeparturePreviewBody>();
        endpoints.MapDelete("/admin/accounts/{id:guid}", departures.DeleteOtherAsync)
            .Describe("DeleteOtherAccount", "Deletes an account with everything in it.", Access.Administrator)
            .Takes<DeleteAccountRequest>().Produces(202);
    }
}
