using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Bench.Load;

/// <summary>The account that the load belongs to.</summary>
internal sealed class Session : IDisposable
{
    private readonly HttpClient _http;

    private Session(HttpClient http, string token)
    {
        _http = http;
        Token = token;
    }

    public string Token { get; }

    /// <summary>Makes the account where there is none, and signs in.</summary>
    public static async Task<Session> OpenAsync(Uri url, string email, string password)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        using var made = await http.PostAsJsonAsync(
            "/api/v1/accounts",
            new RegisterRequest { Email = email, Password = password },
            ContractsJsonContext.Default.RegisterRequest);
        if (made.StatusCode is not HttpStatusCode.Conflict)
        {
            await RequireSuccessAsync(made);
        }

        using var signedIn = await http.PostAsJsonAsync(
            "/api/v1/sign-in",
            new SignInRequest { Email = email, Password = password, DeviceName = "load generator" },
            ContractsJsonContext.Default.SignInRequest);
        await RequireSuccessAsync(signedIn);
        var body = await signedIn.Content.ReadFromJsonAsync(ContractsJsonContext.Default.SignInBody);
        return Of(http, body!.Token);
    }

    /// <summary>A device that is signed in already.</summary>
    public static Session Of(Uri url, string token) =>
        Of(new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url }, token);

    public async Task MakeFoldersAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            using var made = await _http.PostAsJsonAsync(
                "/api/v1/folders", new MakeFolderRequest { Path = path, Parents = true }, ContractsJsonContext.Default.MakeFolderRequest);
            await RequireSuccessAsync(made);
        }
    }

    public void Dispose() => _http.Dispose();

    private static Session Of(HttpClient http, string token)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Session(http, token);
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
