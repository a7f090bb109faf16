using System.Text.Json;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>What this server says it is to ownCloud's and Nextcloud's clients: a server of a version whose protocol it speaks.</summary>
internal static class ServerIdentity
{
    public const string Name = "FileStorage";

    private const int Major = 28;
    private const int Minor = 0;
    private const int Micro = 4;

    private static readonly string Short = $"{Major}.{Minor}.{Micro}";

    /// <summary>The members of status.php. In maintenance, clients wait and do not complain.</summary>
    public static void WriteStatus(Utf8JsonWriter json, bool isInMaintenance)
    {
        json.WriteBoolean("installed", true);
        json.WriteBoolean("maintenance", isInMaintenance);
        json.WriteBoolean("needsDbUpgrade", false);
        json.WriteString("version", Short + ".1");
        json.WriteString("versionstring", Short);
        json.WriteString("edition", "");
        json.WriteString("productname", Name);
        json.WriteBoolean("extendedSupport", false);
    }

    public static void WriteVersion(Utf8JsonWriter json)
    {
        json.WriteStartObject("version");
        json.WriteNumber("major", Major);
        json.WriteNumber("minor", Minor);
        json.WriteNumber("micro", Micro);
        json.WriteString("string", Short);
        json.WriteString("edition", "");
        json.WriteBoolean("extendedSupport", false);
        json.WriteEndObject();
    }
}
