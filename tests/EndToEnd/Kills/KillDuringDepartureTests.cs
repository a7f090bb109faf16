using System.Net;
using System.Net.Http.Json;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>An account that is being deleted is deleted to its end, and takes nothing with it that is not its own.</summary>
public sealed class KillDuringDepartureTests
{
    private const string Password = "correct horse battery";
    private const string Leaver = "leaver@example.org";
    private const int Files = 150;

    [Fact]
    public async Task A_deletion_that_was_acknowledged_comes_to_its_end_however_often_the_server_is_killed()
    {
        var random = new Random(4_004);
        await using var server = await ServerProcess.StartAsync();
        using var stayer = await TestAccount.OpenAsync(server);
        var common = new byte[5000];
        random.NextBytes(common);
        await stayer.StoreAsync("/mine", common);
        for (var round = 0; round < KillCount.Wanted / 3; round++)
        {
            using var leaver = await TestAccount.OpenAsync(server, Leaver);
            for (var index = 0; index < Files; index++)
            {
                // Every other content is one that somebody else keeps.
                await leaver.StoreAsync($"/folder/file {index}", index % 2 == 0 ? common : BitConverter.GetBytes((round * Files) + index));
            }

            await ShareAsync(leaver, "/folder", stayer.Email);
            await LeaveAsync(leaver);

            // Wherever the work that follows the answer is by then.
            await Task.Delay(random.Next(300), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await server.StartAgainAsync();

            Assert.Equal(HttpStatusCode.Unauthorized, (await leaver.GetAsync("/folder/file 0")).StatusCode);
            Assert.Empty((await stayer.Http.GetFromJsonAsync(
                "/api/v1/shared", ContractsJsonContext.Default.ReceivedSharePageBody, TestContext.Current.CancellationToken))!.Shares);

            // What follows by itself some minutes after a start, now.
            await stayer.Command.RunAsync("admin", "collect");
            await UntilFreeAsync(stayer);
        }

        Assert.Equal(common, await stayer.LoadAsync("/mine"));
        await stayer.CheckAsync();
    }

    private static async Task ShareAsync(TestAccount owner, string path, string email)
    {
        using var answer = await owner.Http.PutAsJsonAsync(
            $"/api/v1/items/shares?path={path}",
            new ShareRequest { Email = email, Access = "read" },
            ContractsJsonContext.Default.ShareRequest,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task LeaveAsync(TestAccount account)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/account")
        {
            Content = JsonContent.Create(new DeleteAccountRequest { Password = Password }, ContractsJsonContext.Default.DeleteAccountRequest),
        };
        using var answer = await account.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    // The account leaves the list of accounts and its address is free last of all; the next round takes it again.
    private static Task UntilFreeAsync(TestAccount administrator) => Until.SeenAsync(
        () => administrator.Http.GetFromJsonAsync("/api/v1/admin/accounts", ContractsJsonContext.Default.AccountPageBody, TestContext.Current.CancellationToken),
        accounts => accounts!.Accounts.All(account => account.Email != Leaver),
        _ => "the account is not gone");
}
