using System.Net.Http.Headers;
using System.Net.Http.Json;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Accounts;

/// <summary>A signed-in account, over plain HTTP and over the command; its token outlives restarts of the server.</summary>
internal sealed class TestAccount : IDisposable
{
    public const string Password = "correct horse battery";

    private readonly TemporaryFolder _folder = new();

    private TestAccount(Uri url, string email, string token)
    {
        Email = email;
        Token = token;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Command = new CommandLine(url, token, _folder.Of("config.json"));
    }

    public string Email { get; }

    public string Token { get; }

    public HttpClient Http { get; }

    public CommandLine Command { get; }

    /// <summary>Registers an account (the first on a server is the administrator) and signs in.</summary>
    public static async Task<TestAccount> OpenAsync(ServerProcess server, string email = "ada@example.org")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
        using var made = await http.PostAsJsonAsync(
            "/api/v1/accounts",
            new RegisterRequest { Email = email, Password = Password },
            ContractsJsonContext.Default.RegisterRequest,
            cancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(cancellationToken));
        using var signedIn = await http.PostAsJsonAsync(
            "/api/v1/sign-in",
            new SignInRequest { Email = email, Password = Password, DeviceName = "test" },
            ContractsJsonContext.Default.SignInRequest,
            cancellationToken);
        Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync(cancellationToken));
        var body = await signedIn.Content.ReadFromJsonAsync(ContractsJsonContext.Default.SignInBody, cancellationToken);
        return new TestAccount(server.Url, email, body!.Token);
    }

    /// <summary>The same account on a server that has its data now.</summary>
    public static TestAccount Again(TestAccount account, ServerProcess server) => new(server.Url, account.Email, account.Token);

    /// <summary>The same account by another device's token.</summary>
    public static TestAccount With(TestAccount account, ServerProcess server, string token) => new(server.Url, account.Email, token);

    /// <summary>PUT of a whole file; missing folders are made.</summary>
    public async Task<HttpResponseMessage> PutAsync(string path, byte[] content, CancellationToken cancellationToken = default)
    {
        using var body = new ByteArrayContent(content);
        return await Http.PutAsync(new Uri(ContentAddress(path) + "?parents=true", UriKind.Relative), body, cancellationToken);
    }

    /// <summary>PUT of a whole file, which must succeed.</summary>
    public async Task<ItemBody> StoreAsync(string path, byte[] content)
    {
        using var answer = await PutAsync(path, content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ItemBody, TestContext.Current.CancellationToken))!;
    }

    public Task<HttpResponseMessage> GetAsync(string path) =>
        Http.GetAsync(new Uri(ContentAddress(path), UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>GET of a whole file, which must succeed.</summary>
    public async Task<byte[]> LoadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>`filestorage admin check` must find nothing wrong.</summary>
    public Task CheckAsync() => Command.RunAsync("admin", "check");

    public void Dispose()
    {
        Http.Dispose();
        _folder.Dispose();
    }

    public static string ContentAddress(string path) =>
        "/api/v1/content/" + string.Join('/', path.TrimStart('/').Split('/').Select(Uri.EscapeDataString));
}
