using System.Text;
using FileStorage.Api.Problems;
using FileStorage.Core.Names;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Content;

/// <summary>
/// The path in an address like /api/v1/content/a/b%20c. Read from the request line as it was sent: the decoded path of ASP.NET
/// leaves %2F as it is, so that a slash in a name could not be told from the four characters.
/// </summary>
internal static class ContentPath
{
    public const string Prefix = "/api/v1/content";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ProblemException">400: a name that cannot be.</exception>
    public static EntryPath Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var query = target.IndexOf('?');
        target = query < 0 ? target : target[..query];

        // Where the address was written in another way (escaped, with dots, or absolute), the decoded path has to do.
        var text = target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? target[Prefix.Length..]
            : Uri.EscapeDataString(context.Request.Path.Value ?? "").Replace("%2F", "/", StringComparison.Ordinal).AsSpan(Prefix.Length);
        return Parse(text);
    }

    /// <summary>Reads percent-encoded names between slashes.</summary>
    public static EntryPath Parse(ReadOnlySpan<char> encoded)
    {
        if (encoded.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            throw Problem.InvalidName("A name cannot hold a slash, escaped or not.");
        }

        var text = encoded.Contains('%') ? Decode(encoded) : encoded.ToString();
        return EntryPath.TryParse(text, out var path, out var problem) ? path : throw Problem.InvalidName(problem ?? "");
    }

    private static string Decode(ReadOnlySpan<char> encoded)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(encoded)];
        var length = Encoding.UTF8.GetBytes(encoded, bytes);
        var written = 0;
        for (var read = 0; read < length; read++)
        {
            if (bytes[read] != (byte)'%')
            {
                bytes[written++] = bytes[read];
                continue;
            }

            if (read + 2 >= length || !char.IsAsciiHexDigit((char)bytes[read + 1]) || !char.IsAsciiHexDigit((char)bytes[read + 2]))
            {
                throw Problem.InvalidName("A percent sign in an address is followed by two hex digits; a percent sign itself is %25.");
            }

            bytes[written++] = Convert.FromHexString([(char)bytes[read + 1], (char)bytes[read + 2]])[0];
            read += 2;
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, written);
        }
        catch (DecoderFallbackException)
        {
            throw Problem.InvalidName("The names in an address are UTF-8; these bytes are not.");
        }
    }
}
