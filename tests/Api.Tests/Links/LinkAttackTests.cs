using System.Net;
using System.Text;
using System.Text.Json;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Api.Tests.Links;

/// <summary>Known attacks on links, each test named after one. On a host of its own: attempts are counted by address.</summary>
public sealed class LinkAttackTests : IAsyncLifetime
{
    private const int MaxAttempts = 3;

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;
    private static readonly LinkRequest Read = new() { Access = "read" };
    private static readonly LinkRequest Upload = new() { Access = "upload" };

    private readonly RealHost _host = new([$"--Links:MaxWrongPasswords={MaxAttempts}", $"--Links:MaxUnknownTokens={MaxAttempts}"]);
    private Session _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        _owner = await _host.MakeAccountAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Hidden_link__every_link_that_opens_something_is_in_its_owners_list()
    {
        await _owner.PutAsync("/folder/sub/file", [1]);
        var friend = await _host.MakeAccountAsync();
        await _owner.SendAsync(HttpMethod.Put, "/items/shares?path=/folder", Session.Body(new ShareRequest { Email = friend.Email, Access = "admin" }, Json.ShareRequest));
        var sub = await _owner.GetItemAsync("/folder/sub");
        var ofFriend = await Session.ReadAsync(await friend.PostAsync($"/items/{sub.Id}/links", Read, Json.LinkRequest), HttpStatusCode.Created, Json.LinkBody);
        var own = await Visitor.MakeAsync(_owner, "/", Upload);

        // Also where whoever made it has been shut out since.
        await _owner.SendAsync(HttpMethod.Delete, $"/items/shares/{EmailId(friend)}?path=/folder");
        var listed = (await LinkTests.ListMineAsync(_owner)).Links.Select(link => link.Id).Order();

        Assert.Equal(new[] { ofFriend.Id, own.Id }.Order(), listed);
        Assert.Equal(["file"], await new Visitor(_host.Anonymous, ofFriend.Token!).ListAsync("/"));
        Assert.Equal(HttpStatusCode.NoContent, (await _owner.SendAsync(HttpMethod.Delete, $"/links/{ofFriend.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await new Visitor(_host.Anonymous, ofFriend.Token!).GetAsync("")).StatusCode);
    }

    [Fact]
    public async Task Unlogged_link__what_becomes_of_a_link_is_in_the_audit_and_its_token_is_not()
    {
        await _owner.PutAsync("/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(_host, _owner, "/file", Read with { Password = "open sesame" });
        await visitor.With("wrong guess").GetAsync("");
        await LinkTests.ChangeAsync(_owner, link, new LinkChangeRequest { Password = "another sesame", Label = "new" });
        await _owner.SendAsync(HttpMethod.Delete, $"/links/{link.Id}");

        var text = await Visitor.TextAsync(await _owner.GetAsync("/audit"));

        var kinds = JsonDocument.Parse(text).RootElement.EnumerateObject().First(property => property.Value.ValueKind is JsonValueKind.Array)
            .Value.EnumerateArray().Select(row => row.GetProperty("kind").GetString()).Where(kind => kind!.StartsWith("link-", StringComparison.Ordinal));
        Assert.Equal(["link-revoked", "link-changed", "link-refused", "link-made"], kinds);
        Assert.All(new[] { link.Token!, "sesame", "wrong guess" }, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unrevocable_link__one_that_is_taken_back_is_closed_at_once_also_to_an_upload_under_way()
    {
        await _owner.PutAsync("/folder/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(_host, _owner, "/folder", new LinkRequest { Access = "write" });
        var body = new PacedContent(TestBytes.Random(2_000_000), TestBytes.Random(1000));
        var upload = visitor.SendAsync(HttpMethod.Put, "/content?path=/late", body);
        await body.FirstSent;

        await _owner.SendAsync(HttpMethod.Delete, $"/links/{link.Id}");
        body.GoOn();

        Assert.Equal(HttpStatusCode.NotFound, (await upload).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/content?path=/file")).StatusCode);
        Assert.False(await _owner.ExistsAsync("/folder/late"));
    }

    [Fact]
    public async Task Unrevocable_link__a_revocation_that_broke_off_holds_and_is_finished_by_repeating_it()
    {
        var file = await _owner.PutAsync("/folder/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(_host, _owner, "/folder/file", Read);

        // What is left after a crash in the middle: the grant is gone, the link is not.
        var grains = _host.Application.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IDriveGrain>(_owner.Account.DriveId).ExecuteAsync(
            new DriveCommand.Share
            {
                OperationId = Guid.CreateVersion7(),
                DeviceId = Guid.Empty,
                EntryId = file.Id,
                Grantee = new Grantee(GranteeKind.Link, link.Id, ""),
                Role = null,
                GrantedBy = _owner.Account.UserId,
            },
            Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _owner.SendAsync(HttpMethod.Delete, $"/links/{link.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _owner.SendAsync(HttpMethod.Delete, $"/links/{link.Id}")).StatusCode);
    }

    [Fact]
    public async Task Unthrottled_password__guesses_are_refused_after_a_few_even_the_right_one()
    {
        await _owner.PutAsync("/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/file", Read with { Password = "open sesame" });

        // What was right is remembered, and guessing keeps nobody out who was let in.
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("")).StatusCode);
        for (var guess = 0; guess < MaxAttempts; guess++)
        {
            await Session.ProblemAsync(await visitor.With($"wrong guess {guess}").GetAsync(""), 401, ProblemTypes.PasswordRequired);
        }

        var answer = await visitor.With("another guess").GetAsync("");
        await Session.ProblemAsync(answer, 429, ProblemTypes.TooManyAttempts);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        var (_, other) = await Visitor.MakeAsync(_host, _owner, "/file", Read with { Password = "open sesame" });
        await Session.ProblemAsync(await other.GetAsync(""), 429, ProblemTypes.TooManyAttempts);
        var form = new FormUrlEncodedContent([new("password", "open sesame")]);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await other.BrowseAsync("", HttpMethod.Post, form)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("")).StatusCode);
    }

    [Fact]
    public async Task Token_guessing__all_that_is_not_open_looks_the_same_and_guesses_are_throttled()
    {
        await _owner.PutAsync("/file", [1]);
        var (revoked, first) = await Visitor.MakeAsync(_host, _owner, "/file", Read);
        await _owner.SendAsync(HttpMethod.Delete, $"/links/{revoked.Id}");
        var (closing, expired) = await Visitor.MakeAsync(_host, _owner, "/file", Read with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(2), Password = "open sesame" });
        await Until.SeenAsync(
            async () => await Session.ReadAsync(await _owner.GetAsync("/links"), HttpStatusCode.OK, Json.LinkListBody),
            mine => mine.Links.Any(link => link.Id == closing.Id && !link.Open),
            _ => "the link does not expire");

        var answers = new List<string>();
        foreach (var visitor in new[] { first, expired, new Visitor(_host.Anonymous, "AAAAAAAAAAAAAAAAAAAAAA") })
        {
            var answer = await visitor.With(null).GetAsync("");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answers.Add(await Visitor.TextAsync(answer) + string.Join('|', answer.Headers.Where(header => header.Key != "Date").Select(header => header.Key)));
        }

        Assert.Single(answers.Distinct());
        var (_, good) = await Visitor.MakeAsync(_host, _owner, "/file", Read);
        await Session.ProblemAsync(await good.GetAsync(""), 429, ProblemTypes.TooManyAttempts);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await good.BrowseAsync()).StatusCode);
    }

    [Fact]
    public async Task Token_guessing__a_token_has_128_bits_and_is_kept_nowhere()
    {
        await _owner.PutAsync("/file", [1]);
        var tokens = new HashSet<string>();
        for (var count = 0; count < 5; count++)
        {
            var link = await Visitor.MakeAsync(_owner, "/file", Read);
            Assert.Equal(22, link.Token!.Length);
            Assert.DoesNotContain(link.Id.ToString("N")[..8], Convert.ToHexString(Encoding.ASCII.GetBytes(link.Token)), StringComparison.OrdinalIgnoreCase);
            Assert.True(tokens.Add(link.Token));
        }

        Assert.All((await LinkTests.ListMineAsync(_owner)).Links, link => Assert.Null(link.Token));
        foreach (var file in Directory.EnumerateFiles(_host.Folder, "metadata.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var text = await reader.ReadToEndAsync(Cancellation);
            Assert.All(tokens, token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Drop_box_leak__nothing_tells_what_is_there_not_even_a_name_that_is_taken()
    {
        await _owner.PutAsync("/the inbox/taken.txt", [1]);
        await _owner.PutAsync("/the inbox/sub/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/the inbox", Upload);

        var answers = new[] { await visitor.PutAsync("/free.txt", [5]), await visitor.PutAsync("/taken.txt", [5]), await visitor.PutAsync("/sub", [5]), };
        var texts = await Task.WhenAll(answers.Select(Visitor.TextAsync));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(texts.Distinct());
        Assert.Single(answers.Select(answer => string.Join('|', answer.Headers.Select(header => header.Key).Order())).Distinct());
        Assert.Equal(["sha256", "size"], JsonDocument.Parse(texts[0]).RootElement.EnumerateObject().Select(property => property.Name).Order());

        // Conditions would be questions.
        Assert.Equal(HttpStatusCode.Created, (await visitor.PutAsync("/taken.txt", [6], ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await visitor.PutAsync("/absent.txt", [6], ("If-Match", "*"))).StatusCode);
        foreach (var address in new[]
        {
            "/children", "/children?path=/sub", "/item", "/item?path=/taken.txt", "/item?path=/none", "/content?path=/taken.txt", "/content?path=/none",
            "/archive", "/archive?path=/sub",
        })
        {
            await Session.ProblemAsync(await visitor.GetAsync(address), 404, ProblemTypes.NotFound);
        }

        var pages = await Visitor.TextAsync(await visitor.GetAsync("")) + await Visitor.TextAsync(await visitor.BrowseAsync())
            + await Visitor.TextAsync(await visitor.BrowseAsync("?path=/sub")) + await Visitor.TextAsync(await visitor.BrowseAsync("/files?path=/taken.txt"));
        Assert.All(new[] { "inbox", "taken", "sub<" }, text => Assert.DoesNotContain(text, pages, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.SendAsync(HttpMethod.Delete, "/item?path=/taken.txt")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.SendAsync(HttpMethod.Post, "/folders?path=/new")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PutAsync("/sub/into", [1])).StatusCode);
        Assert.Equal([1], await _owner.GetContentAsync("/the%20inbox/taken.txt"));
        Assert.Equal([5], await _owner.GetContentAsync("/the%20inbox/taken%20(2).txt"));
    }

    [Fact]
    public async Task Drop_box_leak__a_quota_that_is_used_up_tells_no_numbers()
    {
        await _owner.PutAsync("/inbox/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/inbox", Upload);
        await _host.Administrator.SendAsync(
            HttpMethod.Patch, $"/admin/accounts/{_owner.Account.UserId}", Session.Body(new QuotaRequest { QuotaBytes = 2 }, Json.QuotaRequest));

        var problem = await Session.ProblemAsync(await visitor.PutAsync("/new", new byte[100]), 507, ProblemTypes.QuotaExceeded);

        Assert.Equal((null, null), (problem.UsedBytes, problem.QuotaBytes));
        Assert.DoesNotContain(problem.Detail!, char.IsDigit);
    }

    [Fact]
    public async Task Path_traversal__no_path_leads_out_of_what_a_link_leads_to()
    {
        await _owner.PutAsync("/secret", [7]);
        await _owner.PutAsync("/shared/sub/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/shared", new LinkRequest { Access = "write" });

        foreach (var path in new[] { "/../secret", "/sub/../../secret", "/./secret", "/%2e%2e/secret", "/sub//secret", "/..\\secret", ".." })
        {
            foreach (var address in new[] { "/content", "/item", "/children", "/archive" })
            {
                var status = (await visitor.GetAsync($"{address}?path={Uri.EscapeDataString(path)}")).StatusCode;
                Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{address} {path}: {status}");
            }

            await visitor.PutAsync(path, [9]);
            await visitor.BrowseAsync("/upload", HttpMethod.Post, LinkTests.Form((path + "/evil", "x")));
        }

        Assert.Equal([7], await _owner.GetContentAsync("/secret"));
        Assert.False(await _owner.ExistsAsync("/evil"));
    }

    [Fact]
    public async Task Script_in_an_upload__active_content_is_never_shown_and_runs_nowhere()
    {
        var types = new Dictionary<string, string>
        {
            ["page.html"] = "application/octet-stream",
            ["page.HTM"] = "application/octet-stream",
            ["image.svg"] = "application/octet-stream",
            ["data.xml"] = "application/octet-stream",
            ["code.js"] = "application/octet-stream",
            ["x.xhtml"] = "application/octet-stream",
            ["x.pdf"] = "application/octet-stream",
            ["picture.png"] = "image/png",
            ["words.txt"] = "text/plain; charset=utf-8",
        };
        foreach (var (name, type) in types)
        {
            await _owner.PutAsync($"/{name}", "<script>alert(1)</script>"u8.ToArray());
            var (_, visitor) = await Visitor.MakeAsync(_host, _owner, $"/{name}", Read);
            foreach (var answer in new[]
            {
                await visitor.GetAsync("/content?inline=1"), await visitor.BrowseAsync("/files?inline=1"), await _owner.GetAsync($"/content/{name}?inline=1"),
            })
            {
                Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
                Assert.Equal(
                    type == "application/octet-stream" ? "attachment" : "inline", answer.Content.Headers.ContentDisposition?.DispositionType);
                Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
                Assert.Equal("sandbox; default-src 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
                Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
            }
        }
    }

    [Fact]
    public async Task Script_in_an_upload__a_name_is_text_on_the_page_and_the_page_runs_nothing()
    {
        await _owner.PutAsync("/shared/" + Uri.EscapeDataString("<img src=x onerror=alert(1)>\"'&.txt"), [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/shared", Read);

        var answer = await visitor.BrowseAsync();
        var html = await Visitor.TextAsync(answer);

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_injection__a_name_ends_no_header_and_begins_none()
    {
        const string Name = "a\r\nSet-Cookie: x=1\r\n\r\n\";=.txt";
        await _owner.PutAsync("/" + Uri.EscapeDataString(Name), [1]);
        await _owner.PutAsync($"/{Uri.EscapeDataString("b" + Name)}/file", [1]);

        foreach (var (path, address) in new[] { ("/" + Name, "/content"), ("/b" + Name, "/archive") })
        {
            var (_, visitor) = await Visitor.MakeAsync(_host, _owner, path, Read);
            var answer = await visitor.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            var disposition = answer.Content.Headers.GetValues("Content-Disposition").Single();
            Assert.Matches("^attachment; filename\\*=UTF-8''[A-Za-z0-9%._~-]+$", disposition);
        }
    }

    [Fact]
    public async Task Leaked_address__no_answer_is_cached_indexed_or_told_to_other_sites()
    {
        await _owner.PutAsync("/shared/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(_host, _owner, "/shared", Read);

        foreach (var answer in new[]
        {
            await visitor.GetAsync(""), await visitor.GetAsync("/children"), await visitor.GetAsync("/content?path=/file"), await visitor.GetAsync("/archive"),
            await visitor.GetAsync("/item?path=/none"), await visitor.BrowseAsync(), await visitor.BrowseAsync("/files?path=/file"),
            await visitor.BrowseAsync("?path=/none"),
        })
        {
            Assert.Equal("no-store, private", answer.Headers.CacheControl?.ToString());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("noindex", answer.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Foreign_cookie__the_cookie_of_one_link_opens_that_link_until_its_password_changes()
    {
        await _owner.PutAsync("/shared/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(_host, _owner, "/shared", Read with { Password = "open sesame" });
        var (_, other) = await Visitor.MakeAsync(_host, _owner, "/shared", Read with { Password = "open sesame" });
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.Anonymous.BaseAddress };
        async Task<HttpStatusCode> BrowseAsync(Visitor who, string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/s/{who.Token}/files?path=/file");
            request.Headers.Add("Cookie", cookie);
            return (await http.SendAsync(request, Cancellation)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"/s/{visitor.Token}", Cancellation)).StatusCode);
        var signedIn = await http.PostAsync($"/s/{visitor.Token}", new FormUrlEncodedContent([new("password", "open sesame")]), Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        var set = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"path=/s/{visitor.Token}", set, StringComparison.Ordinal);

        var cookie = set.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await BrowseAsync(visitor, cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await BrowseAsync(other, cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await BrowseAsync(visitor, cookie.Replace("=1", "=9", StringComparison.Ordinal)));
        await LinkTests.ChangeAsync(_owner, link, new LinkChangeRequest { Password = "another sesame" });
        Assert.Equal(HttpStatusCode.Forbidden, await BrowseAsync(visitor, cookie));
    }

    private static Guid EmailId(Session friend) => EmailKeys.IdOf(friend.Email);
}
