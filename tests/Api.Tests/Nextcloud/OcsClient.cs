using System.Text.Json;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

/// <summary>What a client sends to the share interface.</summary>
internal sealed class OcsClient(RealHost host, Session session)
{
    private const string Root = "//ocs/v2.php/apps/files_sharing/api/v1";

    private readonly DavClient _dav = new(host, session);

    public string Email => session.Email;

    public async Task<JsonElement> AskAsync(string method, string address, int status, params (string Name, string Value)[] form)
    {
        var answer = await SendAsync(method, address, form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {address}: {answer.StatusCode} {text}");
        var ocs = JsonDocument.Parse(text).RootElement.GetProperty("ocs");
        Assert.Equal(status, ocs.GetProperty("meta").GetProperty("statuscode").GetInt32());
        return ocs.GetProperty("data");
    }

    public Task<HttpResponseMessage> SendAsync(string method, string address, params (string Name, string Value)[] form) => _dav.SendAsync(
        method,
        $"{Root}{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=json",
        form.Length == 0 ? null : new FormUrlEncodedContent(form.Select(one => KeyValuePair.Create(one.Name, one.Value))),
        ("OCS-APIREQUEST", "true"));

    public Task<JsonElement> ShareAsync(string path, int type, params (string Name, string Value)[] more) =>
        AskAsync("POST", "/shares", 200, [("path", path), ("shareType", $"{type}"), .. more]);

    public async Task<JsonElement[]> ListAsync(string query = "") => [.. (await AskAsync("GET", "/shares" + query, 200)).EnumerateArray()];
}
