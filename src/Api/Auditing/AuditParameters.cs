using System.Globalization;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Auditing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Auditing;

/// <summary>What the address of a listing asks for.</summary>
internal static class AuditParameters
{
    /// <summary>The question, without regard to who asks.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static AuditQuestion Read(HttpContext context) => new()
    {
        AccountId = Id(context, "account"),
        ItemId = Id(context, "item"),
        Kind = Text(context, "kind") is { } name ? AuditNames.Parse(name) ?? throw UnknownKind(name) : null,
        From = Time(context, "from"),
        To = Time(context, "to"),
        After = Id(context, "after"),
        Limit = Paging.Limit(context),
    };

    private static ProblemException UnknownKind(string name) =>
        Problem.BadRequest($"\"{name}\" is no kind of act; there are {string.Join(", ", AuditNames.All)}.");

    private static string? Text(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } text] ? text : null;

    private static Guid? Id(HttpContext context, string name) => Text(context, name) switch
    {
        null => null,
        var text when Guid.TryParse(text, out var id) => id,
        _ => throw Problem.BadRequest($"\"{name}\" is a UUID."),
    };

    private static DateTimeOffset? Time(HttpContext context, string name) => Text(context, name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw Problem.BadRequest($"\"{name}\" is a time as in RFC 3339: 2026-11-22T15:00:00Z."),
    };
}
