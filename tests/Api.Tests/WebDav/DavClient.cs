using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

/// <summary>A WebDAV client of an account, below one of the addresses of its tree.</summary>
internal sealed class DavClient(HttpClient http, string user, string password, string root = "/dav")
{
    public static readonly XNamespace Dav = "DAV:";

    public DavClient(RealHost host, Session session, string root = "/dav")
        : this(host.Anonymous, session.Email, session.Device.Token, root)
    {
    }

    public string Root => root;

    /// <summary>Sends a request about a path below the root, or, where it begins with two slashes, at an address of its own.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var address = path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : root + path;
        var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return http.SendAsync(request);
    }

    public async Task<int> StatusAsync(string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers) =>
        (int)(await SendAsync(method, path, body, headers)).StatusCode;

    public Task<HttpResponseMessage> PutAsync(string path, string text, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", path, new ByteArrayContent(Encoding.UTF8.GetBytes(text)), headers);

    public async Task<string> GetAsync(string path)
    {
        var answer = await SendAsync("GET", path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The responses of a PROPFIND.</summary>
    public async Task<IReadOnlyList<XElement>> FindAsync(string path, int depth, string? properties = null)
    {
        var body = properties is null
            ? null
            : Xml($"<d:propfind xmlns:d='DAV:' xmlns:oc='http://owncloud.org/ns' xmlns:nc='http://nextcloud.org/ns'><d:prop>{properties}</d:prop></d:propfind>");
        var answer = await SendAsync("PROPFIND", path, body, ("Depth", $"{depth}"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 207, $"{path}: {answer.StatusCode} {text}");
        Assert.Equal("application/xml; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return [.. XDocument.Parse(text).Root!.Elements(Dav + "response")];
    }

    /// <summary>The value of one property of one item; null where it has none.</summary>
    public async Task<string?> PropertyAsync(string path, string property) =>
        ValueOf((await FindAsync(path, 0, $"<{property}/>"))[0], property);

    /// <summary>The value of a property in a response; null where it is not told.</summary>
    public static string? ValueOf(XElement response, string property)
    {
        var found = response.Elements(Dav + "propstat").Single(group => group.Element(Dav + "status")!.Value.Contains(" 200 ", StringComparison.Ordinal));
        var local = property.Split(' ')[0].Split(':')[1];
        return found.Element(Dav + "prop")!.Elements().FirstOrDefault(one => one.Name.LocalName == local)?.Value;
    }

    public static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    /// <summary>Sends a request without credentials.</summary>
    public static Task<HttpResponseMessage> AskAsync(RealHost host, HttpRequestMessage request) => host.Anonymous.SendAsync(request);

    public static string HrefOf(XElement response) => response.Element(Dav + "href")!.Value;

    public static StringContent Xml(string text) => new(text, Encoding.UTF8, "application/xml");

    /// <summary>Takes an exclusive lock and answers its token.</summary>
    public async Task<string> LockAsync(string path, string depth = "0")
    {
        var answer = await SendAsync("LOCK", path, LockInfo(), ("Depth", depth), ("Timeout", "Second-600"));
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return answer.Headers.GetValues("Lock-Token").Single().Trim('<', '>');
    }

    public static StringContent LockInfo(string scope = "exclusive") =>
        Xml($"<d:lockinfo xmlns:d='DAV:'><d:lockscope><d:{scope}/></d:lockscope><d:locktype><d:write/></d:locktype><d:owner>me</d:owner></d:lockinfo>");
}
