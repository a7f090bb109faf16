using System.Net.Http.Headers;
using System.Text;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Tus;

/// <summary>What a client of tus sends, request by request.</summary>
internal sealed class TusClient(Session session)
{
    private static readonly (string, string) Version = ("Tus-Resumable", "1.0.0");

    public Session Session => session;

    /// <summary>Begins an upload of a file in the root.</summary>
    public Task<HttpResponseMessage> CreateAsync(string name, long length, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/tus", null, [("Upload-Length", $"{length}"), ("Upload-Metadata", Metadata(("filename", name))), .. headers]);

    /// <summary>The address of a new upload.</summary>
    public async Task<string> BeginAsync(string name, long length, params (string Name, string Value)[] headers) =>
        AddressOf(await CreateAsync(name, length, headers));

    public static string AddressOf(HttpResponseMessage answer)
    {
        Assert.Equal(201, (int)answer.StatusCode);
        return answer.Headers.Location!.ToString()["/api/v1".Length..];
    }

    public Task<HttpResponseMessage> PatchAsync(string upload, long offset, byte[] bytes, params (string Name, string Value)[] headers) =>
        PatchAsync(upload, offset, new ByteArrayContent(bytes), headers);

    public Task<HttpResponseMessage> PatchAsync(string upload, long offset, HttpContent body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, upload, Typed(body), [("Upload-Offset", $"{offset}"), .. headers]);

    public Task<HttpResponseMessage> HeadAsync(string upload) => SendAsync(HttpMethod.Head, upload, null);

    /// <summary>What has come, as HEAD tells it.</summary>
    public async Task<long> OffsetAsync(string upload)
    {
        var answer = await HeadAsync(upload);
        Assert.Equal(200, (int)answer.StatusCode);
        return long.Parse(Header(answer, "Upload-Offset")!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? body, params (string Name, string Value)[] headers) =>
        session.SendAsync(method, address, body, [Version, .. headers]);

    public static HttpContent Typed(HttpContent body, string mediaType = "application/offset+octet-stream")
    {
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return body;
    }

    public static string Metadata(params (string Key, string Value)[] pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values.Single() : null;
}
