using System.Buffers;
using System.Text;
using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.WebDav.Addresses;

/// <summary>The address of a resource in a caller's tree.</summary>
/// <param name="Prefix">What stands before the tree's own path, as the client wrote it, without a slash at its end.</param>
/// <param name="Path">The path in the tree.</param>
/// <param name="Text">The whole address as the client wrote it, without a slash at its end.</param>
internal sealed record DavAddress(string Prefix, EntryPath Path, string Text)
{
    private const string UserFiles = "/remote.php/dav/files/";
    private const string Unescaped = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

    private static readonly SearchValues<char> Plain = SearchValues.Create(Unescaped);

    private static readonly string[] Trees = ["/dav", "/remote.php/webdav", "/remote.php/dav/webdav"];

    /// <summary>That of a request.</summary>
    /// <exception cref="ProblemException">It names nothing in a tree of this caller's.</exception>
    public static DavAddress Of(HttpContext context) => Parse(RawPath(context), DoorUser.Of(context));

    /// <summary>The path of a request as the client wrote it, without a query.</summary>
    public static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return WithoutHost(target) ?? throw Problem.BadRequest("The address of a request is a path.");
    }

    /// <summary>Reads what a client names in a header: a path, or an address with a host, which is taken for this one.</summary>
    /// <exception cref="ProblemException">It names nothing in a tree of this caller's.</exception>
    public static DavAddress Parse(string text, DoorUser user)
    {
        var path = WithoutHost(text) ?? throw Problem.BadRequest("An address is a path, or begins with http:// or https://.");
        foreach (var tree in Trees)
        {
            if (IsBelow(path, tree))
            {
                return Split(path, tree.Length);
            }
        }

        if (!path.StartsWith(UserFiles, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.NotFound("There are no files at this address.");
        }

        var end = path.IndexOf('/', UserFiles.Length);
        end = end < 0 ? path.Length : end;
        return user.IsCalled(Uri.UnescapeDataString(path[UserFiles.Length..end]))
            ? Split(path, end)
            : throw Problem.Forbidden("These are the files of another account.");
    }

    /// <summary>A name as it stands in an address.</summary>
    public static string Escape(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(Plain))
        {
            return name;
        }

        var escaped = new StringBuilder(name.Length * 3);
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            if (Unescaped.Contains((char)value, StringComparison.Ordinal))
            {
                escaped.Append((char)value);
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString([value]));
            }
        }

        return escaped.ToString();
    }

    /// <summary>The part of an address that begins with a slash; null where there is none.</summary>
    public static string? WithoutHost(string text)
    {
        if (!text.StartsWith('/'))
        {
            var host = text.IndexOf("://", StringComparison.Ordinal);
            if (host < 0)
            {
                return null;
            }

            var slash = text.IndexOf('/', host + 3);
            text = slash < 0 ? "/" : text[slash..];
        }

        var query = text.IndexOf('?');
        return WithoutDots(query < 0 ? text : text[..query]);
    }

    // RFC 3986, 5.2.4: a segment of one dot means nothing. Go's clients (rclone) write it before a name that has a colon. One of two dots stays, and is refused.
    private static string WithoutDots(string path)
    {
        while (path.Contains("/./", StringComparison.Ordinal))
        {
            path = path.Replace("/./", "/", StringComparison.Ordinal);
        }

        return path.EndsWith("/.", StringComparison.Ordinal) ? path[..^1] : path;
    }

    /// <summary>Reads the address of a request below one that its route has matched.</summary>
    /// <exception cref="ProblemException">404: it was written in another way.</exception>
    public static DavAddress Below(HttpContext context, string prefix, bool hasName)
    {
        var path = RawPath(context);
        if (!path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.NotFound("There are no files at this address.");
        }

        var slash = hasName ? path.IndexOf('/', prefix.Length) : prefix.Length;
        return Split(path, slash < 0 ? path.Length : slash);
    }

    private static bool IsBelow(string path, string tree) =>
        path.StartsWith(tree, StringComparison.OrdinalIgnoreCase) && (path.Length == tree.Length || path[tree.Length] == '/');

    private static DavAddress Split(string path, int prefixLength) =>
        new(path[..prefixLength], ContentPath.Parse(path.AsSpan(prefixLength)), path.TrimEnd('/'));
}
