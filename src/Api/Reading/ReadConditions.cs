using FileStorage.Api.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Reading;

/// <summary>The conditions of GET and HEAD, in the order that RFC 9110, 13.2.2 prescribes.</summary>
internal static class ReadConditions
{
    /// <param name="headers">Of the request.</param>
    /// <param name="etag">Without quotes; strong.</param>
    /// <param name="lastModified">Compared in whole seconds, as HTTP writes it.</param>
    public static ReadCondition Judge(IHeaderDictionary headers, string etag, DateTimeOffset lastModified)
    {
        if (headers.IfMatch.Count > 0)
        {
            if (!Matches(headers.IfMatch, "If-Match", etag, strongOnly: true))
            {
                return ReadCondition.Failed;
            }
        }
        else if (headers.IfUnmodifiedSince.Count > 0
            && HeaderUtilities.TryParseDate(headers.IfUnmodifiedSince.ToString(), out var unmodifiedSince)
            && Seconds(lastModified) > Seconds(unmodifiedSince))
        {
            return ReadCondition.Failed;
        }

        if (headers.IfNoneMatch.Count > 0)
        {
            return Matches(headers.IfNoneMatch, "If-None-Match", etag, strongOnly: false) ? ReadCondition.NotModified : ReadCondition.Proceed;
        }

        return headers.IfModifiedSince.Count > 0
            && HeaderUtilities.TryParseDate(headers.IfModifiedSince.ToString(), out var modifiedSince)
            && Seconds(lastModified) <= Seconds(modifiedSince)
            ? ReadCondition.NotModified
            : ReadCondition.Proceed;
    }

    /// <summary>Whether If-Range, where it stands, allows a range (RFC 9110, 13.1.5): a strong etag that is current, or the exact date.</summary>
    public static bool AllowsRange(IHeaderDictionary headers, string etag, DateTimeOffset lastModified)
    {
        if (headers.IfRange.Count == 0)
        {
            return true;
        }

        if (!RangeConditionHeaderValue.TryParse(headers.IfRange.ToString(), out var condition))
        {
            return false;
        }

        return condition.EntityTag is { } tag
            ? !tag.IsWeak && tag.Tag.AsSpan(1, tag.Tag.Length - 2).SequenceEqual(etag)
            : condition.LastModified is { } date && Seconds(date) == Seconds(lastModified);
    }

    private static bool Matches(Microsoft.Extensions.Primitives.StringValues header, string name, string etag, bool strongOnly)
    {
        var (any, etags) = Etags.Parse(header, name, strongOnly);
        return any || etags.Contains(etag, StringComparer.Ordinal);
    }

    private static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();
}
