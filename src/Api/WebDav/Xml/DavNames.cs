using System.Xml.Linq;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>The namespaces of properties that the service itself knows.</summary>
internal static class DavNames
{
    public const string Dav = "DAV:";
    public const string OwnCloud = "http://owncloud.org/ns";
    public const string Nextcloud = "http://nextcloud.org/ns";
    public const string CloudServices = "http://open-collaboration-services.org/ns";
    public const string Apache = "http://apache.org/dav/props/";

    public static readonly XNamespace D = Dav;
}
