using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FileStorage.Cli.Importing;

/// <summary>Reads what a WebDAV server answers about a folder and its members, one response at a time.</summary>
internal static class DavListing
{
    private const int MaxCharacters = 512 * 1024 * 1024;

    private static readonly XNamespace Dav = "DAV:";
    private static readonly XNamespace OwnCloud = "http://owncloud.org/ns";

    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreWhitespace = true,
        IgnoreComments = true,
    };

    /// <summary>The members of the folder. What the server names that does not lie right in it is told and left out.</summary>
    /// <exception cref="IOException">The answer cannot be read.</exception>
    public static async Task<List<SourceItem>> ReadAsync(
        Stream body, Uri folder, string folderPath, ImportReport report, CancellationToken cancellationToken)
    {
        var items = new List<SourceItem>();
        try
        {
            using var reader = XmlReader.Create(body, Settings);
            await reader.MoveToContentAsync();
            while (!reader.EOF)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "response" && reader.NamespaceURI == Dav.NamespaceName)
                {
                    if (Of((XElement)await XNode.ReadFromAsync(reader, cancellationToken), folder, folderPath, report) is { } item)
                    {
                        items.Add(item);
                    }
                }
                else
                {
                    await reader.ReadAsync();
                }
            }
        }
        catch (XmlException exception)
        {
            throw new IOException($"{folder} answered something that is no multistatus: {exception.Message}", exception);
        }

        return items;
    }

    private static SourceItem? Of(XElement response, Uri folder, string folderPath, ImportReport report)
    {
        var href = (string?)response.Element(Dav + "href") ?? "";
        if (!Uri.TryCreate(folder, href.Trim(), out var told))
        {
            report.Failed(folderPath, $"The source names \"{href}\", which is no address.");
            return null;
        }

        // Servers behind others write hosts that nobody can reach: only the path counts. They also escape in their own ways.
        var inside = SegmentsOf(folder);
        var segments = SegmentsOf(told);
        if (segments.SequenceEqual(inside, StringComparer.Ordinal))
        {
            return null;
        }

        if (segments.Length != inside.Length + 1 || !segments.AsSpan(0, inside.Length).SequenceEqual(inside)
            || segments[^1] is "." or ".." || segments[^1].Contains('/', StringComparison.Ordinal))
        {
            report.Failed(folderPath, $"The source names {href}, which does not lie in this folder.");
            return null;
        }

        // Made of the folder that was asked for: the password goes to no other host, whatever a server writes.
        var address = new Uri($"{folder.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(segments[^1])}");
        var properties = response.Elements(Dav + "propstat")
            .Where(propstat => ((string?)propstat.Element(Dav + "status") ?? "").Contains(" 200", StringComparison.Ordinal))
            .SelectMany(propstat => propstat.Elements(Dav + "prop")).Elements().ToList();
        string? Value(XName property) => properties.FirstOrDefault(one => one.Name == property)?.Value is { Length: > 0 } value ? value : null;
        return new SourceItem
        {
            Path = $"{folderPath}/{segments[^1]}",
            IsFolder = properties.Any(one => one.Name == Dav + "resourcetype" && one.Element(Dav + "collection") is not null),
            Address = address.AbsoluteUri,
            SizeBytes = long.TryParse(Value(Dav + "getcontentlength"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : -1,
            ModifiedAt = DateTimeOffset.TryParse(Value(Dav + "getlastmodified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            Etag = Value(Dav + "getetag"),
            Checksum = SourceChecksum.Parse(Value(OwnCloud + "checksums") ?? ""),
        };
    }

    private static string[] SegmentsOf(Uri address) =>
        [.. address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
}
