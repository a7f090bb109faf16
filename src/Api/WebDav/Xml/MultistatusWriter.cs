using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>
/// Writes a multistatus (RFC 4918, 13) as it becomes known, response by response: however long it gets, it takes one buffer of memory.
/// </summary>
internal sealed class MultistatusWriter(HttpContext context)
{
    private const int FlushBytes = 32 * 1024;

    public const string ContentType = "application/xml; charset=utf-8";

    private bool _hasBegun;

    public PipeWriter Body => context.Response.BodyWriter;

    /// <summary>Begins a response of the resource at this address, which is escaped as addresses are.</summary>
    public void BeginResponse(string href)
    {
        Begin();
        Body.Raw("<d:response><d:href>"u8);
        Body.Text(href);
        Body.Raw("</d:href>"u8);
    }

    public void BeginProperties() => Body.Raw("<d:propstat><d:prop>"u8);

    /// <summary>Ends a group of properties that share a status.</summary>
    /// <param name="status">As in a status line: "200 OK".</param>
    public void EndProperties(ReadOnlySpan<byte> status)
    {
        Body.Raw("</d:prop><d:status>HTTP/1.1 "u8);
        Body.Raw(status);
        Body.Raw("</d:status></d:propstat>"u8);
    }

    /// <summary>The empty element of a property.</summary>
    public void WriteName(PropertyName name)
    {
        switch (name.Namespace)
        {
            case DavNames.Dav:
                Body.Raw("<d:"u8);
                Body.Raw(name.Local);
                break;
            case DavNames.OwnCloud:
                Body.Raw("<oc:"u8);
                Body.Raw(name.Local);
                break;
            case DavNames.Nextcloud:
                Body.Raw("<nc:"u8);
                Body.Raw(name.Local);
                break;
            case "":
                Body.Raw("<"u8);
                Body.Raw(name.Local);
                break;
            default:
                Body.Raw("<x:"u8);
                Body.Raw(name.Local);
                Body.Raw(" xmlns:x=\""u8);
                Body.Text(name.Namespace);
                Body.Raw("\""u8);
                break;
        }

        Body.Raw("/>"u8);
    }

    /// <summary>Ends a response, and sends what has gathered.</summary>
    public async ValueTask EndResponseAsync()
    {
        Body.Raw("</d:response>"u8);
        if (Body.UnflushedBytes >= FlushBytes && (await Body.FlushAsync(context.RequestAborted)).IsCompleted)
        {
            throw new OperationCanceledException("The caller went away.");
        }
    }

    /// <summary>Ends the answer.</summary>
    public async Task EndAsync()
    {
        Begin();
        Body.Raw("</d:multistatus>"u8);
        await Body.FlushAsync(context.RequestAborted);
    }

    private void Begin()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        context.Response.ContentType = ContentType;
        Body.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:multistatus xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\" xmlns:nc=\"http://nextcloud.org/ns\">"u8);
    }
}
