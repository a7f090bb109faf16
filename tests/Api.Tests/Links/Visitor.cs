using System.Net;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Links;

/// <summary>Somebody who has nothing but the token of a link.</summary>
internal sealed class Visitor(HttpClient http, string token, string? password = null)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    public string Token => token;

    /// <summary>Has its owner make a link, and comes by it.</summary>
    public static async Task<(LinkBody Link, Visitor Visitor)> MakeAsync(RealHost host, Session owner, string path, LinkRequest request)
    {
        var link = await MakeAsync(owner, path, request);
        return (link, new Visitor(host.Anonymous, link.Token!, request.Password));
    }

    public static async Task<LinkBody> MakeAsync(Session owner, string path, LinkRequest request) => await Session.ReadAsync(
        await owner.PostAsync($"/items/links?path={Uri.EscapeDataString(path)}", request, Json.LinkRequest), HttpStatusCode.Created, Json.LinkBody);

    public Visitor With(string? other) => new(http, token, other);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string address, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/public/{token}{address}") { Content = body };
        if (password is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anonymous:" + password)));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, address, null, headers);

    public Task<HttpResponseMessage> PutAsync(string path, byte[] content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, $"/content?path={Uri.EscapeDataString(path)}", new ByteArrayContent(content), headers);

    public async Task<byte[]> DownloadAsync(string path)
    {
        var answer = await GetAsync($"/content?path={Uri.EscapeDataString(path)}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public async Task<string[]> ListAsync(string path) =>
        [.. (await ReadAsync($"/children?path={Uri.EscapeDataString(path)}", Json.VisitPageBody)).Items.Select(item => item.Name)];

    public async Task<T> ReadAsync<T>(string address, JsonTypeInfo<T> type) =>
        await Session.ReadAsync(await GetAsync(address), HttpStatusCode.OK, type);

    /// <summary>The page, or something below it.</summary>
    public Task<HttpResponseMessage> BrowseAsync(string part = "", HttpMethod? method = null, HttpContent? body = null) => http.SendAsync(
        new HttpRequestMessage(method ?? HttpMethod.Get, $"/s/{token}{part}") { Content = body }, TestContext.Current.CancellationToken);

    public static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
