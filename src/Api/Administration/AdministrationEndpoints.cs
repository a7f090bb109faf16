using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Administration;

/// <summary>/admin: the administrator's token only.</summary>
internal static class AdministrationEndpoints
{
    public static void MapAdministration(this IEndpointRouteBuilder endpoints)
    {
        var accounts = endpoints.ServiceProvider.GetRequiredService<AccountAdministration>();
        var maintenance = endpoints.ServiceProvider.GetRequiredService<Maintenance>();

        endpoints.MapGet("/admin/accounts", accounts.ListAsync)
            .Describe("ListAccounts", "All accounts.", Access.Administrator).Paged().Produces<AccountPageBody>();
        endpoints.MapPatch("/admin/accounts/{id:guid}", accounts.ChangeAsync)
            .Describe("ChangeAccount", "Sets the quota of an account, and whether it is an administrator's.", Access.Administrator).Takes<QuotaRequest>().Produces<AccountBody>();
        endpoints.MapPost("/admin/invites", accounts.InviteAsync)
            .Describe("CreateInvite", "Makes an invitation, good for one account.", Access.Administrator).Produces<InviteBody>(201);
        endpoints.MapGet("/admin/statistics", maintenance.GetStatisticsAsync)
            .Describe("GetStatistics", "How much is stored.", Access.Administrator).Produces<StatisticsBody>();
        endpoints.MapPost("/admin/rotate-keys", endpoints.ServiceProvider.GetRequiredService<KeyAdministration>().RotateAsync)
            .Describe("RotateKeys", "Gives new chunks new keys; old ones stay readable.", Access.Administrator).Produces(204);
        endpoints.MapPost("/admin/check", maintenance.CheckAsync)
            .Describe("Check", "Reads everything and verifies what can be verified; changes nothing.", Access.Administrator)
            .Gives(BatchPut.AnswerMediaType);
        endpoints.MapPost("/admin/scrub", maintenance.ScrubAsync)
            .Describe("Scrub", "Reads every stored chunk, verifies it, and marks what is damaged.", Access.Administrator).Gives(BatchPut.AnswerMediaType);
        endpoints.MapPost("/admin/collect", maintenance.CollectAsync)
            .Describe("Collect", "Settles expired leases and reclaims what nobody refers to.", Access.Administrator)
            .Parameter("graceSeconds", "How long a chunk without references is kept; without it the configured time.", ParameterKind.Number)
            .Gives(BatchPut.AnswerMediaType);
        endpoints.MapPost("/admin/move-chunks", maintenance.MoveChunksAsync)
            .Describe("MoveChunks", "Moves every chunk from the former store to the current one, verified.", Access.Administrator).Gives(BatchPut.AnswerMediaType);
        endpoints.MapPost("/admin/claim-store", maintenance.ClaimStoreAsync)
            .Describe("ClaimStore", "Says that the chunk store is this server's, after somebody else has deleted there.", Access.Administrator).Produces(204);
        endpoints.MapPost("/admin/repair", maintenance.RepairAsync)
            .Describe("Repair", "Brings the chunks that a scrub has found damaged back from a backup.", Access.Administrator)
            .Parameter("from", "A backup inside of the folder for backups.", ParameterKind.Text)
            .Gives(BatchPut.AnswerMediaType);
        endpoints.MapPost("/admin/backup", maintenance.BackUpAsync)
            .Describe("BackUp", "Copies the whole server into a folder of its machine while it serves.", Access.Administrator)
            .Parameter("folder", "Inside of the folder for backups; must not exist.", ParameterKind.Text)
            .Gives(BatchPut.AnswerMediaType);
    }
}
