using System.Text.Json;
using FileStorage.Api.Callers;
using FileStorage.Api.Health;
using FileStorage.Api.Nextcloud.Bells;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>What clients ask before they do anything: what the server is, what it can, who they are.</summary>
internal sealed class ServerDescription(IGrainFactory grains, Draining draining)
{
    // Nextcloud's clients take it for seconds, ownCloud's for milliseconds, and both ask no more often than every five seconds.
    private const int PollSeconds = 60;

    public Task TellStatusAsync(HttpContext context) =>
        JsonText.ObjectAsync(context, json => ServerIdentity.WriteStatus(json, draining.IsDraining));

    public Task TellCapabilitiesAsync(HttpContext context) => OcsAnswer.OkAsync(context, json =>
    {
        ServerIdentity.WriteVersion(json);
        json.WriteStartObject("capabilities");
        WriteCore(json);
        WriteFiles(json);
        SharingCapabilities.Write(json);
        WritePush(json, context.Request);

        // A copy that a client made of a conflict goes to the server, where it is as safe as what it conflicts with.
        json.WriteBoolean("uploadConflictFiles", true);
        json.WriteEndObject();
    });

    public Task TellUserAsync(HttpContext context) => TellUserAsync(context, DoorUser.Of(context));

    public Task TellNamedUserAsync(HttpContext context)
    {
        var user = DoorUser.Of(context);
        return user.IsCalled(Uri.UnescapeDataString(context.Request.RouteValues["name"] as string ?? ""))
            ? TellUserAsync(context, user)
            : throw Problem.NotFound("There is no such user.");
    }

    public static Task TellSettingsAsync(HttpContext context) => OcsAnswer.OkAsync(context, json =>
    {
        json.WriteString("version", "1.7");
        json.WriteString("website", ServerIdentity.Name);
        json.WriteString("host", context.Request.Host.Value ?? "");
        json.WriteString("contact", "");
        json.WriteString("ssl", context.Request.IsHttps ? "true" : "false");
    });

    private async Task TellUserAsync(HttpContext context, DoorUser user)
    {
        var drive = await grains.GetGrain<IDriveGrain>(Caller.Of(context).DriveId).GetSummaryAsync(context.RequestAborted);
        await OcsAnswer.OkAsync(context, json =>
        {
            json.WriteString("id", user.Email);
            json.WriteString("display-name", user.Email);
            json.WriteString("displayname", user.Email);
            json.WriteString("email", user.Email);
            json.WriteBoolean("enabled", true);
            json.WriteStartObject("quota");
            json.WriteNumber("free", Math.Max(0, drive.QuotaBytes - drive.UsedBytes));
            json.WriteNumber("used", drive.UsedBytes);
            json.WriteNumber("total", drive.QuotaBytes);
            json.WriteNumber("relative", drive.QuotaBytes == 0 ? 100 : Math.Round(100.0 * drive.UsedBytes / drive.QuotaBytes, 2));
            json.WriteNumber("quota", drive.QuotaBytes);
            json.WriteEndObject();
        });
    }

    private void WriteCore(Utf8JsonWriter json)
    {
        json.WriteStartObject("core");
        json.WriteNumber("pollinterval", PollSeconds);
        json.WriteString("webdav-root", "remote.php/webdav");
        json.WriteStartObject("status");
        ServerIdentity.WriteStatus(json, draining.IsDraining);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("dav");
        json.WriteString("chunking", "1.0");
        json.WriteString("bulkupload", "1.0");
        json.WriteEndObject();

        // The one that is kept with every version, so that a download can always be verified.
        json.WriteStartObject("checksums");
        json.WriteStartArray("supportedTypes");
        json.WriteStringValue("SHA256");
        json.WriteStringValue("SHA1");
        json.WriteStringValue("MD5");
        json.WriteEndArray();
        json.WriteString("preferredUploadType", "SHA256");
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json)
    {
        json.WriteStartObject("files");
        json.WriteBoolean("bigfilechunking", true);
        json.WriteBoolean("undelete", true);
        json.WriteBoolean("versioning", true);
        json.WriteStartArray("blacklisted_files");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePush(Utf8JsonWriter json, HttpRequest request)
    {
        json.WriteStartObject("notify_push");
        json.WriteStartArray("type");
        json.WriteStringValue("files");
        json.WriteEndArray();
        json.WriteStartObject("endpoints");
        json.WriteString("websocket", $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}{PushSocket.Address}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
