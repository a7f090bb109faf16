using System.Globalization;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>The parameters of a paged listing.</summary>
internal static class Paging
{
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 200;

    /// <summary>The page size, brought into range whatever was asked for.</summary>
    /// <exception cref="ProblemException">400: not a number.</exception>
    public static int Limit(HttpContext context)
    {
        var text = context.Request.Query["limit"].ToString();
        if (text.Length == 0)
        {
            return DefaultLimit;
        }

        // Numbers too large for any type are numbers still.
        var isNumber = text.AsSpan(text[0] is '-' or '+' ? 1 : 0) is { Length: > 0 } digits
            && !digits.ContainsAnyExceptInRange('0', '9');
        if (!isNumber)
        {
            throw Problem.BadRequest("\"limit\" is a number.");
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            ? (int)Math.Clamp(limit, 1, MaxLimit)
            : text[0] == '-' ? 1 : MaxLimit;
    }

    /// <summary>Where the page starts, or null for the first.</summary>
    public static string? After(HttpContext context) => context.Request.Query["after"] is [{ Length: > 0 } after] ? after : null;
}
