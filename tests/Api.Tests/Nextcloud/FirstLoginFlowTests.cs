using System.Net;
using System.Text.RegularExpressions;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed partial class FirstLoginFlowTests(RealHost host)
{
    [Fact]
    public async Task An_app_that_shows_the_page_is_handed_an_app_password_by_the_address_it_ends_at()
    {
        var session = await host.MakeAccountAsync();
        var (action, secret, policy) = await ShowAsync();

        var wrong = await SendAsync(action, secret, session.Email, "wrong");
        var right = await SendAsync(action, secret, session.Email, Session.Password);
        var again = await SendAsync(action, secret, session.Email, Session.Password);

        Assert.Contains("form-action 'self' nc:;", policy, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.SeeOther, HttpStatusCode.NotFound), (wrong.StatusCode, right.StatusCode, again.StatusCode));
        var handed = Handed().Match(right.Headers.Location!.OriginalString);
        Assert.True(handed.Success, right.Headers.Location.OriginalString);
        Assert.Equal(host.Anonymous.BaseAddress!.GetLeftPart(UriPartial.Authority), handed.Groups["server"].Value);
        var dav = new DavClient(host.Anonymous, Uri.UnescapeDataString(handed.Groups["user"].Value), Uri.UnescapeDataString(handed.Groups["password"].Value));
        Assert.Equal(201, await dav.StatusAsync("MKCOL", "/folder"));
    }

    [Fact]
    public async Task A_link_from_elsewhere_does_not_open_the_page_and_a_form_from_elsewhere_lets_nobody_in()
    {
        var session = await host.MakeAccountAsync();
        var (action, secret, _) = await ShowAsync();

        var plain = await host.Anonymous.GetAsync("/index.php/login/flow", TestContext.Current.CancellationToken);
        var guessed = await SendAsync(action, new string('A', secret.Length), session.Email, Session.Password);
        var without = await SendAsync(action, "", session.Email, Session.Password);

        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.All([guessed, without], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }

    private async Task<(string Action, string Secret, string Policy)> ShowAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/index.php/login/flow");
        request.Headers.Add("OCS-APIREQUEST", "true");
        request.Headers.UserAgent.ParseAdd("Tester/1.0");
        var answer = await DavClient.AskAsync(host, request);
        var page = await DavClient.TextAsync(answer);
        var form = Form().Match(page);
        Assert.True(form.Success, page);
        Assert.Contains("Tester/1.0", page, StringComparison.Ordinal);
        return (form.Groups["action"].Value, form.Groups["secret"].Value, answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    // Where the answer leads is for the app to look at, not to be followed.
    private async Task<HttpResponseMessage> SendAsync(string action, string secret, string email, string password)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Anonymous.BaseAddress };
        return await http.PostAsync(
            action,
            new FormUrlEncodedContent(
                [KeyValuePair.Create("secret", secret), KeyValuePair.Create("email", email), KeyValuePair.Create("password", password)]),
            TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("action=\"(?<action>[^\"]+)\"><input type=\"hidden\" name=\"secret\" value=\"(?<secret>[^\"]+)\"")]
    private static partial Regex Form();

    [GeneratedRegex("^nc://login/server:(?<server>.+)&user:(?<user>[^&]+)&password:(?<password>[^&]+)$")]
    private static partial Regex Handed();
}
