using System.Text.Json;
using FileStorage.Api.Links;
using FileStorage.Api.WebDav.Properties;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>What clients have to know before they offer to share.</summary>
internal static class SharingCapabilities
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("files_sharing");
        json.WriteBoolean("api_enabled", true);
        json.WriteBoolean("can_share", true);
        json.WriteBoolean("resharing", true);
        json.WriteBoolean("group_sharing", true);
        json.WriteNumber("default_permissions", SharePermissions.Default);
        json.WriteStartObject("public");
        json.WriteBoolean("enabled", true);
        json.WriteBoolean("upload", true);
        json.WriteBoolean("supports_upload_only", true);
        json.WriteBoolean("upload_files_drop", true);
        json.WriteBoolean("multiple", true);
        json.WriteBoolean("multiple_links", true);
        json.WriteBoolean("send_mail", false);
        json.WriteStartObject("password");
        json.WriteBoolean("enforced", false);
        json.WriteBoolean("askForOptionalPassword", false);
        json.WriteEndObject();
        WriteDisabled(json, "expire_date");
        WriteDisabled(json, "expire_date_internal");
        WriteDisabled(json, "expire_date_remote");
        json.WriteEndObject();

        json.WriteStartObject("user");
        json.WriteBoolean("send_mail", false);
        WriteDisabled(json, "expire_date");
        json.WriteEndObject();
        json.WriteStartObject("group");
        json.WriteBoolean("enabled", true);
        WriteDisabled(json, "expire_date");
        json.WriteEndObject();
        json.WriteStartObject("federation");
        json.WriteBoolean("outgoing", false);
        json.WriteBoolean("incoming", false);
        json.WriteEndObject();
        json.WriteStartObject("sharee");
        json.WriteBoolean("query_lookup_default", false);
        json.WriteBoolean("always_show_unique", true);
        json.WriteEndObject();
        WriteDisabled(json, "sharebymail");
        json.WriteEndObject();
        json.WriteStartObject("password_policy");
        json.WriteNumber("minLength", LinkPasswords.MinLength);
        json.WriteEndObject();
    }

    // Not that there is none, but that none is set by the server.
    private static void WriteDisabled(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("enabled", false);
        json.WriteEndObject();
    }
}
