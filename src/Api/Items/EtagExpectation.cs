using FileStorage.Api.Content;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>The If-Match of a command to a drive.</summary>
internal static class EtagExpectation
{
    /// <summary>The etag that the item must have, or null for any.</summary>
    /// <exception cref="ProblemException">400: not one etag.</exception>
    public static string? Of(HttpContext context)
    {
        var (any, etags) = Etags.Parse(context.Request.Headers.IfMatch, "If-Match", strongOnly: true);
        return any || etags.Count == 0
            ? null
            : etags.Count == 1 ? etags[0] : throw Problem.BadRequest("If-Match takes one etag here.");
    }
}
