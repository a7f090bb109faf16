using FileStorage.Api.Accounts;
using FileStorage.Api.Administration;
using FileStorage.Api.Archives;
using FileStorage.Api.Auditing;
using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Changes;
using FileStorage.Api.Content;
using FileStorage.Api.Deletions;
using FileStorage.Api.Departures;
using FileStorage.Api.Devices;
using FileStorage.Api.Health;
using FileStorage.Api.History;
using FileStorage.Api.Items;
using FileStorage.Api.Links;
using FileStorage.Api.Links.Pages;
using FileStorage.Api.Nextcloud;
using FileStorage.Api.Problems;
using FileStorage.Api.Search;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trash;
using FileStorage.Api.Tus;
using FileStorage.Api.Uploads;
using FileStorage.Api.Versions;
using FileStorage.Api.WebDav;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Hosting;

public static class GatewayRoutes
{
    /// <summary>Only what tells whether the process is well: for one that serves no clients.</summary>
    public static void UseHealth(this WebApplication application)
    {
        application.UseMiddleware<ProblemEdge>();
        application.UseRouting();
        application.MapGroup("").WithTags("Health").MapHealth();
    }

    /// <summary>Puts the gateway's steps and endpoints into the application.</summary>
    public static void UseGateway(this WebApplication application)
    {
        application.UseMiddleware<ProblemEdge>();
        application.UseRouting();
        application.UseWebSockets();
        application.UseMiddleware<CallerGate>();
        application.MapGroup("").WithTags("Health").MapHealth();
        application.MapOpenApi("/openapi/{documentName}.json");
        application.MapLinkPages();
        application.MapWebDav();
        application.MapNextcloud();

        var api = application.MapGroup("/api/v1");
        api.MapGroup("").WithTags("Accounts").MapAccounts();
        api.MapGroup("").WithTags("Devices").MapDevices();
        api.MapGroup("").WithTags("Items").MapItems();
        api.MapGroup("").WithTags("Changes").MapChanges();
        api.MapGroup("").WithTags("Trash").MapTrash();
        api.MapGroup("").WithTags("Trash").MapDeletions();
        api.MapGroup("").WithTags("Content").MapContent();
        api.MapGroup("").WithTags("Uploads").MapUploads();
        api.MapGroup("").WithTags("Uploads").MapTus();
        api.MapGroup("").WithTags("Batches").MapBatches();
        api.MapGroup("").WithTags("Versions").MapVersions();
        api.MapGroup("").WithTags("Sharing").MapSharing();
        api.MapGroup("").WithTags("Search").MapSearch();
        api.MapGroup("").WithTags("History").MapHistory();
        api.MapGroup("").WithTags("Archives").MapArchives();
        api.MapGroup("").WithTags("Links").MapLinks();
        api.MapGroup("").WithTags("Audit").MapAudit();
        api.MapGroup("").WithTags("Accounts").MapDepartures();
        api.MapGroup("").WithTags("Administration").MapAdministration();
    }
}
