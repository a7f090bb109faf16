using System.Net;
using System.Text.Json;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Auditing;

public sealed class AuditTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task An_account_sees_its_registration_its_sign_ins_and_nothing_of_others()
    {
        var (one, other) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());

        var rows = await ReadAsync(one, "/audit");

        Assert.Equal(["signed-in", "registered"], rows.Select(row => row.Kind));
        Assert.All(rows, row => Assert.Equal((one.Account.UserId, "done", one.Email), (row.ActorId, row.Outcome, row.Actor)));
        Assert.Equal((one.Device.DeviceId, "a device"), (rows[0].DeviceId, rows[0].Other));
        Assert.NotNull(rows[0].Address);
        await Session.ProblemAsync(await one.GetAsync($"/audit?account={other.Account.UserId}"), 403, ProblemTypes.Forbidden);
        Assert.Equal(["signed-in", "registered"], (await ReadAsync(host.Administrator, $"/audit?account={one.Account.UserId}")).Select(row => row.Kind));
    }

    [Fact]
    public async Task A_wrong_password_is_told_to_whose_account_it_was_tried_at_without_the_password()
    {
        var account = await host.MakeAccountAsync();
        const string wrong = "not the right one at all";

        var answer = await host.Anonymous.PostAsync(
            "/api/v1/sign-in",
            Session.Body(new SignInRequest { Email = account.Email, Password = wrong, DeviceName = "thief" }, Json.SignInRequest),
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var row = Assert.Single(await ReadAsync(account, "/audit?kind=sign-in-failed"));
        Assert.Equal(("refused", null, account.Account.UserId), (row.Outcome, row.ActorId, row.OwnerId));
        Assert.Equal("wrong-credentials", row.Detail!["reason"]);
        Assert.NotNull(row.Address);
        Assert.DoesNotContain(wrong, await TextAsync(await account.GetAsync("/audit/export")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_are_told_with_what_was_before_to_the_owner_and_to_whoever_may_share()
    {
        var (owner, admin, reader) = (await host.MakeAccountAsync(), await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/folder/file", [1]);
        var folder = await owner.GetItemAsync("/folder");
        await ShareAsync(owner, folder.Id, admin, "read");
        await ShareAsync(owner, folder.Id, admin, "admin");
        await ShareAsync(admin, folder.Id, reader, "read");
        await owner.SendAsync(HttpMethod.Delete, $"/shared/{folder.Id}");
        Assert.Equal(HttpStatusCode.NoContent, (await reader.SendAsync(HttpMethod.Delete, $"/shared/{folder.Id}")).StatusCode);

        var rows = await ReadAsync(owner, $"/items/{folder.Id}/audit");

        Assert.Equal(["share-left", "share-made", "share-changed", "share-made"], rows.Select(row => row.Kind));
        Assert.Equal((admin.Email, "admin", "read"), (rows[2].Other, rows[2].Detail!["access"], rows[2].Detail!["before"]));
        Assert.Equal((admin.Account.UserId, reader.Email), (rows[1].ActorId, rows[1].Other));
        Assert.Null(rows[1].Address);
        Assert.NotNull(rows[2].Address);
        Assert.Equal(4, (await ReadAsync(owner, "/items/audit?path=/folder")).Count);
        Assert.Equal(4, (await ReadAsync(admin, $"/items/{folder.Id}/audit")).Count);
        Assert.Equal(["share-left"], (await ReadAsync(reader, $"/items/{folder.Id}/audit")).Select(row => row.Kind));
    }

    [Fact]
    public async Task What_is_restored_and_purged_is_told_also_when_it_is_gone()
    {
        var account = await host.MakeAccountAsync();
        var file = await account.PutAsync("/file", [1]);
        await account.PutAsync("/file", [1, 2]);
        await account.PostAsync($"/items/{file.Id}/versions/1/restore", new PlaceRequest(), Json.PlaceRequest);
        await account.SendAsync(HttpMethod.Delete, $"/items/{file.Id}");
        await account.PostAsync($"/trash/{file.Id}/restore", new PlaceRequest(), Json.PlaceRequest);
        await account.SendAsync(HttpMethod.Delete, $"/items/{file.Id}");
        await account.SendAsync(HttpMethod.Delete, "/trash");

        var rows = await ReadAsync(account, $"/items/{file.Id}/audit");

        Assert.Equal(["purged", "restored-from-trash", "version-restored"], rows.Select(row => row.Kind));
        Assert.Equal(("file", "1"), (rows[0].Detail!["name"], rows[2].Detail!["version"]));
        Assert.Contains("trash-emptied", (await ReadAsync(account, "/audit")).Select(row => row.Kind));
    }

    [Fact]
    public async Task A_command_that_is_repeated_is_told_once()
    {
        var account = await host.MakeAccountAsync();
        var friend = await host.MakeAccountAsync();
        var file = await account.PutAsync("/file", [1]);
        var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());
        var body = new ShareRequest { Email = friend.Email, Access = "read" };

        await account.SendAsync(HttpMethod.Put, $"/items/{file.Id}/shares", Session.Body(body, Json.ShareRequest), key);
        await account.SendAsync(HttpMethod.Put, $"/items/{file.Id}/shares", Session.Body(body, Json.ShareRequest), key);

        Assert.Single(await ReadAsync(account, $"/items/{file.Id}/audit"));
    }

    [Fact]
    public async Task Acts_of_the_administrator_are_told_and_failed_ones_twice()
    {
        var account = await host.MakeAccountAsync();
        var body = new QuotaRequest { QuotaBytes = 5 };
        await host.Administrator.SendAsync(
            HttpMethod.Patch, $"/admin/accounts/{account.Account.UserId}", Session.Body(body, Json.QuotaRequest));

        var row = Assert.Single(await ReadAsync(account, "/audit?kind=quota-set"));

        Assert.Equal((host.Administrator.Account.UserId, account.Email, "5"), (row.ActorId, row.Other, row.Detail!["quotaBytes"]));
        Assert.Null(row.Address);
    }

    [Fact]
    public async Task The_export_holds_everything_oldest_first_a_line_each()
    {
        var account = await host.MakeAccountAsync();
        await account.SignInAgainAsync("second");

        var answer = await account.GetAsync("/audit/export");
        var lines = (await TextAsync(answer)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, Json.AuditBody)!).ToList();

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["registered", "signed-in", "signed-in", "audit-exported"], lines.Select(line => line.Kind));
    }

    [Fact]
    public async Task Pages_are_followed_by_next_and_nonsense_is_refused()
    {
        var account = await host.MakeAccountAsync();

        var page = await Session.ReadAsync(await account.GetAsync("/audit?limit=1"), HttpStatusCode.OK, Json.AuditPageBody);
        var rest = await Session.ReadAsync(await account.GetAsync($"/audit?limit=1&after={page.Next}"), HttpStatusCode.OK, Json.AuditPageBody);

        Assert.Equal(("signed-in", "registered"), (Assert.Single(page.Records).Kind, Assert.Single(rest.Records).Kind));
        Assert.Null(rest.Next);
        foreach (var query in new[] { "kind=nonsense", "from=yesterday", "item=1", "account=x", "after=x", "limit=x" })
        {
            await Session.ProblemAsync(await account.GetAsync("/audit?" + query), 400, ProblemTypes.BadRequest);
        }
    }

    private static async Task ShareAsync(Session by, Guid itemId, Session with, string access)
    {
        var body = Session.Body(new ShareRequest { Email = with.Email, Access = access }, Json.ShareRequest);
        Assert.Equal(HttpStatusCode.OK, (await by.SendAsync(HttpMethod.Put, $"/items/{itemId}/shares", body)).StatusCode);
    }

    private static async Task<IReadOnlyList<AuditBody>> ReadAsync(Session session, string address) =>
        (await Session.ReadAsync(await session.GetAsync(address), HttpStatusCode.OK, Json.AuditPageBody)).Records;

    private static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
