using System.Xml;
using System.Xml.Linq;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>Reads XML bodies, bounded in size and depth, without document types: nothing is expanded, nothing is fetched.</summary>
internal static class DavBody
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The root element of the body; null where there is no body.</summary>
    /// <exception cref="ProblemException">400: no XML; 413: too large.</exception>
    public static async Task<XElement?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            throw Problem.TooLarge($"The body may have {MaxBytes} bytes here.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            RequireFlat(body);
            body.Position = 0;
            using var reader = XmlReader.Create(body, Settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException malformed)
        {
            throw Problem.BadRequest("The body is not well-formed XML: " + malformed.Message, malformed);
        }
    }

    private static void RequireFlat(MemoryStream body)
    {
        body.Position = 0;
        using var reader = XmlReader.Create(body, Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw Problem.BadRequest($"The body is nested deeper than {MaxDepth} elements.");
            }
        }
    }
}
