using System.Globalization;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav;

/// <summary>Headers of ownCloud's and Nextcloud's clients; others take no notice of them.</summary>
internal static class DavHeaders
{
    private const string ModifiedAt = "X-OC-Mtime";

    /// <summary>The modification time that the client tells, in seconds since 1970. Zero and less are what broken clients send: none.</summary>
    public static DateTimeOffset? ModifiedAtOf(HttpRequest request) => ParseSeconds(request.Headers[ModifiedAt].ToString());

    /// <inheritdoc cref="ModifiedAtOf"/>
    public static DateTimeOffset? ParseSeconds(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 253_402_300_800m
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    /// <summary>Tells what an item is now.</summary>
    public static void WriteItem(HttpContext context, TreeItem item, string etag)
    {
        var headers = context.Response.Headers;
        headers.ETag = $"\"{etag}\"";
        headers["OC-ETag"] = $"\"{etag}\"";
        headers["OC-FileId"] = FileNumbers.IdOf(item.Entry.Id);
        headers["OC-Perm"] = PermissionLetters.Of(item);
        headers["X-NC-Permissions"] = PermissionLetters.Of(item);
    }

    /// <summary>What Depth says: 0, 1, or null for infinity, which is also what it says where it is not there.</summary>
    /// <exception cref="ProblemException">400: something else.</exception>
    public static int? DepthOf(HttpRequest request) => request.Headers["Depth"].ToString() switch
    {
        "0" => 0,
        "1" or "1,noroot" => 1,
        var text when text.Length == 0 || text.StartsWith("infinity", StringComparison.OrdinalIgnoreCase) => null,
        _ => throw Problem.BadRequest("Depth is 0, 1 or infinity."),
    };

    /// <summary>Tells that the time which the client told was kept.</summary>
    public static void AcceptModifiedAt(HttpContext context) => context.Response.Headers["X-OC-MTime"] = "accepted";
}
