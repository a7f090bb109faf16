using System.IO.Pipelines;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Locks;

/// <summary>Locks as XML (RFC 4918, 14.1).</summary>
internal static class LockXml
{
    /// <summary>Writes a lock as somebody sees it: its token is told to the account that holds it, and to nobody else.</summary>
    public static void Write(PipeWriter writer, DavLock one, Guid userId, string? rootHref)
    {
        writer.Raw("<d:activelock><d:locktype><d:write/></d:locktype><d:lockscope>"u8);
        writer.Raw(one.IsShared ? "<d:shared/>"u8 : "<d:exclusive/>"u8);
        writer.Raw("</d:lockscope><d:depth>"u8);
        writer.Raw(one.IsDeep ? "infinity"u8 : "0"u8);
        writer.Raw("</d:depth>"u8);
        if (one.OwnerXml.Length > 0)
        {
            writer.Raw("<d:owner>"u8);
            writer.Raw(one.OwnerXml);
            writer.Raw("</d:owner>"u8);
        }

        writer.Raw("<d:timeout>Second-"u8);
        writer.Raw(one.Seconds);
        writer.Raw("</d:timeout>"u8);
        if (one.UserId == userId)
        {
            writer.Raw("<d:locktoken><d:href>"u8);
            writer.Raw(LockToken.Of(one.Token));
            writer.Raw("</d:href></d:locktoken>"u8);
        }

        if (rootHref is not null)
        {
            writer.Raw("<d:lockroot><d:href>"u8);
            writer.Text(rootHref);
            writer.Raw("</d:href></d:lockroot>"u8);
        }

        writer.Raw("</d:activelock>"u8);
    }
}
