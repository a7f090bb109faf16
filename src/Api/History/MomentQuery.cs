using System.Globalization;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.History;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.History;

/// <summary>The item and the moment that a question about the past is about: ?path= or ?id=, and ?at= or ?number=.</summary>
internal static class MomentQuery
{
    /// <exception cref="ProblemException">400.</exception>
    public static Moment Moment(HttpContext context) =>
        Of(Time(context.Request.Query["at"].ToString()), Number(context.Request.Query["number"].ToString()));

    /// <exception cref="ProblemException">400: not exactly one of them.</exception>
    public static Moment Of(DateTimeOffset? at, long? number) => (at, number) switch
    {
        ({ }, null) or (null, >= 0) => new Moment { At = at, Number = number },
        _ => throw Problem.BadRequest("Name the moment by one of \"at\", a time of RFC 3339, and \"number\", that of a change."),
    };

    /// <exception cref="ProblemException">400.</exception>
    public static PastAddress Address(HttpContext context)
    {
        var id = context.Request.Query["id"].ToString();
        if (id.Length == 0)
        {
            return new PastAddress { Path = ItemAddress.QueryPath(context).Names };
        }

        return Guid.TryParse(id, out var itemId) && itemId != Guid.Empty && context.Request.Query["path"].Count == 0
            ? new PastAddress { ItemId = itemId }
            : throw Problem.BadRequest("Name the item by one of ?path=/… and ?id=.");
    }

    private static DateTimeOffset? Time(string text) =>
        text.Length == 0 ? null

        // The plus sign of an offset arrives as a space where it was not escaped.
        : DateTimeOffset.TryParse(
            text.Contains('T', StringComparison.Ordinal) ? text.Replace(' ', '+') : text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at) ? at
        : throw Problem.BadRequest("\"at\" is a time of RFC 3339, for instance 2026-11-22T10:00:00Z.");

    private static long? Number(string text) =>
        text.Length == 0 ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Problem.BadRequest("\"number\" is the number of a change.");
}
