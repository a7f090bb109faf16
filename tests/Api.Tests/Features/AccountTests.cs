using System.Globalization;
using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class AccountTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task The_first_account_is_the_administrator_and_later_ones_are_not()
    {
        var other = await host.MakeAccountAsync();

        Assert.True(host.Administrator.Account.Administrator);
        Assert.False(other.Account.Administrator);
        var me = await Session.ReadAsync(await other.GetAsync("/me"), HttpStatusCode.OK, Json.MeBody);
        Assert.Equal((other.Email, 15_000_000_000, 0), (me.Email, me.QuotaBytes, me.UsedBytes));
    }

    [Fact]
    public async Task An_address_has_one_account_however_it_is_written()
    {
        var session = await host.MakeAccountAsync();
        var request = new RegisterRequest { Email = " " + session.Email.ToUpperInvariant(), Password = Session.Password };

        var answer = await host.Anonymous.PostAsync("/api/v1/accounts", Session.Body(request, Json.RegisterRequest), TestContext.Current.CancellationToken);

        await Session.ProblemAsync(answer, 409, ProblemTypes.EmailTaken);
    }

    [Theory]
    [InlineData("a@example.org", "short")]
    [InlineData("nobody", "long enough password")]
    [InlineData("a@", "long enough password")]
    [InlineData("@b", "long enough password")]
    [InlineData("a b@c", "long enough password")]
    [InlineData("a@b@c", "long enough password")]
    public async Task An_account_needs_an_address_and_a_password(string email, string password)
    {
        var request = new RegisterRequest { Email = email, Password = password };

        var answer = await host.Anonymous.PostAsync("/api/v1/accounts", Session.Body(request, Json.RegisterRequest), TestContext.Current.CancellationToken);

        await Session.ProblemAsync(answer, 400, ProblemTypes.BadRequest);
    }

    [Fact]
    public async Task Failed_sign_ins_are_throttled_and_say_until_when()
    {
        await using var strict = new RealHost(["--Accounts:MaxFailures=3"]);
        await strict.InitializeAsync();
        var wrong = new SignInRequest { Email = strict.Administrator.Email, Password = "wrong password", DeviceName = "x" };

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failed = await strict.Anonymous.PostAsync("/api/v1/sign-in", Session.Body(wrong, Json.SignInRequest), TestContext.Current.CancellationToken);
            await Session.ProblemAsync(failed, 401, ProblemTypes.WrongCredentials);
        }

        var right = wrong with { Password = Session.Password };
        var throttled = await strict.Anonymous.PostAsync("/api/v1/sign-in", Session.Body(right, Json.SignInRequest), TestContext.Current.CancellationToken);
        Assert.InRange(int.Parse(throttled.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 600);
        await Session.ProblemAsync(throttled, 429, ProblemTypes.TooManyAttempts);
    }

    [Fact]
    public async Task By_invitation_only_means_one_account_an_invite()
    {
        await using var invited = new RealHost(["--Accounts:Registration=Invite"]);
        await invited.InitializeAsync();
        var invite = await Session.ReadAsync(
            await invited.Administrator.SendAsync(HttpMethod.Post, "/admin/invites"), HttpStatusCode.Created, Json.InviteBody);

        var statuses = new List<HttpStatusCode>();
        foreach (var (email, shown) in new[] { ("a@b.c", null), ("a@b.c", "wrong"), ("a@b.c", invite.Invite), ("d@e.f", invite.Invite) })
        {
            var request = new RegisterRequest { Email = email, Password = Session.Password, Invite = shown };
            statuses.Add((await invited.Anonymous.PostAsync("/api/v1/accounts", Session.Body(request, Json.RegisterRequest), TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.Forbidden], statuses);
    }

    [Fact]
    public async Task A_closed_server_takes_the_first_account_only()
    {
        await using var closed = new RealHost(["--Accounts:Registration=Closed"]);
        await closed.InitializeAsync();
        var request = new RegisterRequest { Email = "a@b.c", Password = Session.Password };

        var answer = await closed.Anonymous.PostAsync("/api/v1/accounts", Session.Body(request, Json.RegisterRequest), TestContext.Current.CancellationToken);

        await Session.ProblemAsync(answer, 403, ProblemTypes.RegistrationRefused);
    }
}
