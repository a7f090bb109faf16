using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Items;

namespace FileStorage.Tests.Client.Tests.Connections;

public sealed class RepeatingTests
{
    private static readonly SignInRequest SignIn = new() { Email = "a@b.c", Password = "0123456789", DeviceName = "here" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_is_repeated_until_the_server_is_back()
    {
        var attempts = 0;
        using var server = new FakeServer((_, _) => ++attempts switch
        {
            1 => throw Refused(),
            2 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset"),
            3 => FakeServer.Problem(HttpStatusCode.ServiceUnavailable, ProblemTypes.Unavailable),
            _ => FakeServer.Answer(Item("a"), Api.Contracts.Json.ContractsJsonContext.Default.ItemBody),
        });
        using var client = server.Client();

        var item = await client.GetItemAsync(ItemAddress.OfPath("/a"), Cancellation);

        Assert.Equal("a", item.Name);
        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task A_command_carries_one_key_through_all_its_attempts()
    {
        var keys = new List<string>();
        using var server = new FakeServer((request, _) =>
        {
            keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            return keys.Count == 1
                ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset")
                : new HttpResponseMessage(HttpStatusCode.NoContent);
        });
        using var client = server.Client();

        await client.DeleteAsync(ItemAddress.OfPath("/a"), ifMatch: null, cancellationToken: Cancellation);

        Assert.Equal(2, keys.Count);
        Assert.Equal(keys[0], keys[1]);
        Assert.True(Guid.TryParse(keys[0], out _));
    }

    [Fact]
    public async Task A_body_whose_sending_failed_is_sent_again_only_when_the_server_wants_it()
    {
        var expected = new List<bool?>();
        using var server = new FakeServer((request, _) =>
        {
            expected.Add(request.Headers.ExpectContinue);
            return expected.Count == 1
                ? throw new HttpRequestException(HttpRequestError.Unknown, "broken pipe")
                : FakeServer.Problem(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated);
        });
        using var client = server.Client();

        var exception = await Assert.ThrowsAsync<FileStorageException>(() => client.MakeFolderAsync("/a", parents: false, Cancellation));

        Assert.True(exception.Is(ProblemTypes.Unauthenticated));
        Assert.Equal([null, true], expected);
    }

    [Fact]
    public async Task What_might_have_been_done_is_not_done_twice_without_a_key()
    {
        var attempts = 0;
        using var server = new FakeServer((_, _) =>
        {
            attempts++;
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset");
        });
        using var client = server.Client();

        await Assert.ThrowsAsync<FileStorageException>(() => client.SignInAsync(SignIn, Cancellation));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_throttled_sign_in_waits_as_long_as_the_server_says()
    {
        var attempts = 0;
        using var server = new FakeServer((_, _) =>
        {
            if (++attempts > 1)
            {
                return FakeServer.Answer(
                    new SignInBody { DeviceId = Guid.NewGuid(), UserId = Guid.NewGuid(), Token = "t" },
                    Api.Contracts.Json.ContractsJsonContext.Default.SignInBody);
            }

            var throttled = FakeServer.Problem(HttpStatusCode.TooManyRequests, ProblemTypes.TooManyAttempts);
            throttled.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1));
            return throttled;
        });
        using var client = server.Client();

        var signedIn = await client.SignInAsync(SignIn, Cancellation);

        Assert.Equal("t", signedIn.Token);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_after_a_while()
    {
        using var server = new FakeServer((_, _) => throw Refused());
        using var client = server.Client();

        var exception = await Assert.ThrowsAsync<FileStorageException>(() => client.GetMeAsync(Cancellation));

        Assert.True(exception.IsUnreachable);
        Assert.Contains("http://server.test", exception.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 2, 20);
    }

    [Fact]
    public async Task A_refusal_is_thrown_with_its_problem_and_not_repeated()
    {
        using var server = new FakeServer((_, _) => FakeServer.Problem(HttpStatusCode.Conflict, ProblemTypes.NameTaken));
        using var client = server.Client();

        var exception = await Assert.ThrowsAsync<FileStorageException>(() => client.MakeFolderAsync("/a", parents: false, Cancellation));

        Assert.True(exception.Is(ProblemTypes.NameTaken));
        Assert.Equal("Because.", exception.Message);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Every_request_has_the_version_of_HTTP_that_was_set(string version)
    {
        var seen = new List<Version>();
        using var server = new FakeServer((request, _) =>
        {
            seen.Add(request.Version);
            return FakeServer.Answer(Item("a"), Api.Contracts.Json.ContractsJsonContext.Default.ItemBody);
        });
        using var client = server.Client(httpVersion: Version.Parse(version));

        await client.GetItemAsync(ItemAddress.OfPath("/a"), Cancellation);
        await client.MoveAsync(ItemAddress.OfPath("/a"), new PlaceRequest { Path = "/b" }, ifMatch: null, cancellationToken: Cancellation);
        await client.PutContentAsync("/a", Stream.Null, cancellationToken: Cancellation);

        Assert.Equal([Version.Parse(version), Version.Parse(version), Version.Parse(version)], seen);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        using var server = new FakeServer((request, _) => FakeServer.Answer(
            request.RequestUri!.Query.Contains("after=", StringComparison.Ordinal)
                ? new ItemPageBody { Items = [Item("c")] }
                : new ItemPageBody { Items = [Item("a"), Item("b")], Next = "b & more" },
            Api.Contracts.Json.ContractsJsonContext.Default.ItemPageBody));
        using var client = server.Client();

        var names = await client.ListAsync(ItemAddress.OfPath("/über"), Cancellation).Select(item => item.Name).ToListAsync(Cancellation);

        Assert.Equal(["a", "b", "c"], names);
        Assert.Equal("GET items/children?path=%2F%C3%BCber&limit=1000&after=b%20%26%20more", server.Requests[1]);
    }

    private static HttpRequestException Refused() =>
        new(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));

    private static ItemBody Item(string name) => new()
    {
        Id = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Name = name,
        Kind = "file",
        Etag = "e",
        ModifiedAt = DateTimeOffset.UnixEpoch,
    };
}
