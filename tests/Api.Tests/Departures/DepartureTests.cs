using System.IO.Compression;
using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Departures;

public sealed class DepartureTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_is_deleted_with_everything_in_it_and_its_address_is_free_again()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/shared/deep/file", new byte[5000]);
        await owner.PutAsync("/private", [1]);
        var trashed = await owner.PutAsync("/trashed/file", [2]);
        await owner.SendAsync(HttpMethod.Delete, "/items?path=/trashed");
        var folder = await owner.GetItemAsync("/shared");
        await ShareAsync(owner, folder.Id, friend, "read");
        Assert.Equal(HttpStatusCode.Created, (await friend.PostAsync($"/shared/{folder.Id}/mount", new PlaceRequest(), Json.PlaceRequest)).StatusCode);
        var theirs = await friend.PutAsync("/for you", [3]);
        await ShareAsync(friend, theirs.Id, owner, "write");
        var group = await Session.ReadAsync(
            await owner.PostAsync("/groups", new GroupRequest { Name = "ours" }, Json.GroupRequest), HttpStatusCode.Created, Json.GroupBody);
        await owner.PostAsync($"/groups/{group.Id}/members", new GroupMemberRequest { Email = friend.Email }, Json.GroupMemberRequest);

        var preview = await Session.ReadAsync(await owner.GetAsync("/account/deletion"), HttpStatusCode.OK, Json.DeparturePreviewBody);
        Assert.Equal((5002, "/shared", "ours"), (preview.UsedBytes, Assert.Single(preview.Shares).Path, Assert.Single(preview.Groups).Name));
        await DeleteAsync(owner, new DeleteAccountRequest { Password = Session.Password, GroupsTo = friend.Email });

        await Session.ProblemAsync(await owner.GetAsync("/me"), 401, ProblemTypes.Unauthenticated);
        await GoneAsync(owner);
        Assert.False(await friend.ExistsAsync("/shared"));
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{trashed.Id}")).StatusCode);
        var kept = await Session.ReadAsync(await friend.GetAsync($"/groups/{group.Id}"), HttpStatusCode.OK, Json.GroupBody);
        Assert.Equal((friend.Account.UserId, friend.Account.UserId), (kept.OwnerId, Assert.Single(kept.Members!).UserId));
        var grants = await Session.ReadAsync(await friend.GetAsync($"/items/{theirs.Id}/shares"), HttpStatusCode.OK, Json.ShareListBody);
        Assert.Empty(grants.Shares);

        var again = await host.MakeAccountAsync(owner.Email);
        Assert.NotEqual(owner.Account.UserId, again.Account.UserId);
        Assert.Empty((await Session.ReadAsync(await again.GetAsync("/shared"), HttpStatusCode.OK, Json.ReceivedSharePageBody)).Shares);
        var check = await (await host.Administrator.SendAsync(HttpMethod.Post, "/admin/check")).Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain(owner.Account.DriveId.ToString(), check, StringComparison.Ordinal);
        var audit = await Session.ReadAsync(
            await host.Administrator.GetAsync($"/audit?account={owner.Account.UserId}&limit=2"), HttpStatusCode.OK, Json.AuditPageBody);
        Assert.Equal("account-deleted", audit.Records[0].Kind);
    }

    [Fact]
    public async Task Without_the_right_password_nothing_is_deleted()
    {
        var account = await host.MakeAccountAsync();

        var wrong = await SendAsync(account, new DeleteAccountRequest { Password = "something else" });
        var none = await SendAsync(account, new DeleteAccountRequest());

        await Session.ProblemAsync(wrong, 401, ProblemTypes.WrongCredentials);
        await Session.ProblemAsync(none, 400, ProblemTypes.BadRequest);
        Assert.Equal(HttpStatusCode.OK, (await account.GetAsync("/me")).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_stays_and_others_are_made_and_unmade_at_once()
    {
        var other = await host.MakeAccountAsync();
        var admin = host.Administrator;

        await Session.ProblemAsync(await admin.SendAsync(HttpMethod.Delete, $"/admin/accounts/{admin.Account.UserId}"), 409, ProblemTypes.NotPossible);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/admin/accounts")).StatusCode);
        await SetAdministratorAsync(other, true);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/admin/accounts")).StatusCode);
        await SetAdministratorAsync(other, false);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/admin/accounts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.SendAsync(HttpMethod.Delete, $"/admin/accounts/{admin.Account.UserId}")).StatusCode);

        Assert.Equal(HttpStatusCode.Accepted, (await admin.SendAsync(HttpMethod.Delete, $"/admin/accounts/{other.Account.UserId}")).StatusCode);
        await GoneAsync(other);
    }

    [Fact]
    public async Task The_export_holds_every_version_the_trash_and_what_is_known_of_the_account()
    {
        var account = await host.MakeAccountAsync();
        await account.PutAsync("/a/file", [1]);
        await account.PutAsync("/a/file", [1, 2]);
        var trashed = await account.PutAsync("/gone/below", [3]);
        await account.SendAsync(HttpMethod.Delete, "/items?path=/gone");

        using var zip = await ExportAsync(await account.GetAsync("/account/export"));

        Assert.Equal([1, 2], Read(zip, "files/a/file"));
        Assert.Equal([1], Read(zip, "versions/a/file/1"));
        Assert.Equal([3], Read(zip, $"trash/{trashed.Id}/gone/below"));
        Assert.Contains(account.Email, System.Text.Encoding.UTF8.GetString(Read(zip, "account.jsonl")), StringComparison.Ordinal);
        Assert.Contains("signed-in", System.Text.Encoding.UTF8.GetString(Read(zip, "audit/000001.jsonl")), StringComparison.Ordinal);
        using var again = await ExportAsync(await host.Administrator.GetAsync($"/admin/accounts/{account.Account.UserId}/export"));
        Assert.Equal([1, 2], Read(again, "files/a/file"));
        Assert.Equal(HttpStatusCode.Forbidden, (await account.GetAsync($"/admin/accounts/{host.Administrator.Account.UserId}/export")).StatusCode);
    }

    [Fact]
    public async Task The_export_holds_all_of_many_versions_and_of_many_files()
    {
        const int Versions = 130;
        var account = await host.MakeAccountAsync();
        for (var number = 1; number <= Versions; number++)
        {
            await account.PutAsync("/often", [(byte)number]);
        }

        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => account.PutAsync($"/many/f{index}", [(byte)index])));

        using var zip = await ExportAsync(await account.GetAsync("/account/export"));

        Assert.Equal(zip.Entries.Count, zip.Entries.DistinctBy(entry => entry.FullName).Count());
        Assert.Equal([Versions], Read(zip, "files/often"));
        Assert.All(Enumerable.Range(1, Versions - 1), number => Assert.Equal([(byte)number], Read(zip, $"versions/often/{number}")));
        Assert.All(Enumerable.Range(0, 40), index => Assert.Equal([(byte)index], Read(zip, $"files/many/f{index}")));
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var content = (zip.GetEntry(name) ?? throw new InvalidOperationException(
            $"{name} is not among {string.Join(", ", zip.Entries.Select(entry => entry.FullName))}.")).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<ZipArchive> ExportAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Token)));
    }

    private async Task SetAdministratorAsync(Session of, bool isAdministrator)
    {
        var body = Session.Body(new QuotaRequest { Administrator = isAdministrator }, Json.QuotaRequest);
        var answer = await host.Administrator.SendAsync(HttpMethod.Patch, $"/admin/accounts/{of.Account.UserId}", body);
        Assert.Equal(isAdministrator, (await Session.ReadAsync(answer, HttpStatusCode.OK, Json.AccountBody)).Administrator);
    }

    // The deletion goes on after its answer; the account is forgotten last.
    private Task GoneAsync(Session account) => Until.SeenAsync(
        () => host.Administrator.GetAsync($"/admin/accounts/{account.Account.UserId}/deletion"),
        answer => answer.StatusCode == HttpStatusCode.NotFound,
        answer => $"the deletion answers {answer.StatusCode}");

    private static async Task DeleteAsync(Session account, DeleteAccountRequest request) =>
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(account, request)).StatusCode);

    private static Task<HttpResponseMessage> SendAsync(Session account, DeleteAccountRequest request) =>
        account.SendAsync(HttpMethod.Delete, "/account", Session.Body(request, Json.DeleteAccountRequest));

    private static async Task ShareAsync(Session by, Guid itemId, Session with, string access)
    {
        var body = Session.Body(new ShareRequest { Email = with.Email, Access = access }, Json.ShareRequest);
        Assert.Equal(HttpStatusCode.OK, (await by.SendAsync(HttpMethod.Put, $"/items/{itemId}/shares", body)).StatusCode);
    }
}
