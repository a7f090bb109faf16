using System.Text;
using System.Text.Json;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

/// <summary>What a Nextcloud client sends, request by request.</summary>
internal sealed class NextcloudClient(RealHost host, Session session)
{
    private readonly string _user = Uri.EscapeDataString(session.Email);

    public DavClient Dav { get; } = new(host, session, $"/remote.php/dav/files/{Uri.EscapeDataString(session.Email)}");

    public string Upload(string name) => $"//remote.php/dav/uploads/{_user}/{name}";

    public string Trash => $"//remote.php/dav/trashbin/{_user}/trash";

    public string Versions => $"//remote.php/dav/versions/{_user}/versions";

    /// <summary>Begins an upload and sends parts by these names.</summary>
    public async Task SendPartsAsync(string upload, params (string Name, string Text)[] parts)
    {
        Assert.Equal(201, await Dav.StatusAsync("MKCOL", Upload(upload)));
        foreach (var (name, text) in parts)
        {
            Assert.Equal(201, await Dav.StatusAsync("PUT", Upload($"{upload}/{name}"), new ByteArrayContent(Encoding.UTF8.GetBytes(text))));
        }
    }

    public Task<HttpResponseMessage> FinishAsync(string upload, string path, params (string Name, string Value)[] headers) =>
        Dav.SendAsync("MOVE", Upload(upload + "/.file"), null, [("Destination", Dav.Root + path), .. headers]);

    public async Task<JsonElement> AskAsync(string address)
    {
        var answer = await Dav.SendAsync("GET", "/" + address);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public static ByteArrayContent Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
