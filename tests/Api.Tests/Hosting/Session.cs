using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Api.Tests.Hosting;

/// <summary>A device that is signed in, speaking plain HTTP.</summary>
public sealed class Session
{
    public const string Password = "correct horse battery";

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly HttpClient _http;

    private Session(HttpClient http, AccountBody account, string email, SignInBody device)
    {
        _http = http;
        Account = account;
        Email = email;
        Device = device;
    }

    public AccountBody Account { get; }

    public string Email { get; }

    public SignInBody Device { get; }

    public static async Task<AccountBody> RegisterAsync(HttpClient http, string email)
    {
        var answer = await http.PostAsync("/api/v1/accounts", Body(new RegisterRequest { Email = email, Password = Password }, Json.RegisterRequest));
        return await ReadAsync(answer, HttpStatusCode.Created, Json.AccountBody);
    }

    public static async Task<Session> SignInAsync(HttpClient http, AccountBody account, string email, string deviceName)
    {
        var request = new SignInRequest { Email = email, Password = Password, DeviceName = deviceName };
        var answer = await http.PostAsync("/api/v1/sign-in", Body(request, Json.SignInRequest));
        return new Session(http, account, email, await ReadAsync(answer, HttpStatusCode.OK, Json.SignInBody));
    }

    /// <summary>Another device of the same account.</summary>
    public Task<Session> SignInAgainAsync(string deviceName) => SignInAsync(_http, Account, Email, deviceName);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string address, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/api/v1" + address) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Device.Token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, address, null, headers);

    public Task<HttpResponseMessage> PostAsync<T>(string address, T body, JsonTypeInfo<T> type, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, address, Body(body, type), headers);

    /// <summary>Stores a file at a path, with the folders on the way.</summary>
    public async Task<ItemBody> PutAsync(string path, byte[] content)
    {
        var answer = await SendAsync(HttpMethod.Put, $"/content{path}?parents=true", new ByteArrayContent(content));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), Json.ItemBody)!;
    }

    public async Task<byte[]> GetContentAsync(string path)
    {
        var answer = await GetAsync("/content" + path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<ItemBody> GetItemAsync(string path) =>
        await ReadAsync(await GetAsync("/items?path=" + Uri.EscapeDataString(path)), HttpStatusCode.OK, Json.ItemBody);

    public async Task<ItemPageBody> ReadTrashAsync() =>
        await ReadAsync(await GetAsync("/trash"), HttpStatusCode.OK, Json.ItemPageBody);

    /// <summary>Whether there is anything at a path.</summary>
    public async Task<bool> ExistsAsync(string path) =>
        (await GetAsync("/items?path=" + Uri.EscapeDataString(path))).StatusCode == HttpStatusCode.OK;

    public async Task<UploadBody> DeclareAsync(string path, params byte[][] chunks) => await ReadAsync(
        await PostAsync("/uploads", Declaration(path, chunks), Json.CreateUploadRequest), HttpStatusCode.Created, Json.UploadBody);

    public static CreateUploadRequest Declaration(string path, params byte[][] chunks) => new()
    {
        Path = path,
        Parents = true,
        Size = chunks.Sum(chunk => (long)chunk.Length),
        Chunks = [.. chunks.Select(chunk => new ChunkBody { Id = ChunkId.Of(chunk), Length = chunk.Length })],
    };

    public Task<HttpResponseMessage> PutChunkAsync(Guid uploadId, byte[] chunk, ChunkId? named = null) =>
        SendAsync(HttpMethod.Put, $"/uploads/{uploadId}/chunks/{named ?? ChunkId.Of(chunk)}", new ByteArrayContent(chunk));

    public Task<HttpResponseMessage> CompleteAsync(Guid uploadId) => SendAsync(HttpMethod.Post, $"/uploads/{uploadId}/complete");

    public static HttpContent Body<T>(T body, JsonTypeInfo<T> type) => Text(JsonSerializer.Serialize(body, type));

    public static HttpContent Text(string json, string mediaType = "application/json") =>
        new StringContent(json, System.Text.Encoding.UTF8, mediaType);

    /// <summary>The body of an answer that must have this status.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode status, JsonTypeInfo<T> type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }

    /// <summary>The problem of an answer that must be this one.</summary>
    public static async Task<ProblemBody> ProblemAsync(HttpResponseMessage answer, int status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, Json.ProblemBody)!;
        Assert.Equal(type, problem.Type);
        Assert.Equal(status, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        return problem;
    }
}
