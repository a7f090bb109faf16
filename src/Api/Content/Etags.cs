using FileStorage.Api.Problems;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Content;

/// <summary>Lists of etags in headers (RFC 9110, 8.8.3).</summary>
internal static class Etags
{
    /// <summary>Whether the header says "*", and else the etags it lists, without quotes.</summary>
    /// <param name="header">The values of the header.</param>
    /// <param name="name">For the error.</param>
    /// <param name="strongOnly">A strong comparison: a weak etag stands in the list, but matches nothing.</param>
    /// <exception cref="ProblemException">400: not a list of etags.</exception>
    public static (bool Any, IReadOnlyList<string> Etags) Parse(StringValues header, string name, bool strongOnly)
    {
        if (header.Count == 0)
        {
            return (false, []);
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header, out var parsed))
        {
            throw Problem.BadRequest($"{name} is \"*\" or a list of etags in double quotes.");
        }

        var etags = new string[parsed.Count];
        for (var index = 0; index < etags.Length; index++)
        {
            if (parsed[index].Equals(EntityTagHeaderValue.Any))
            {
                return (true, []);
            }

            // No etag of ours holds a blank, so this one never matches.
            var tag = parsed[index].Tag;
            etags[index] = strongOnly && parsed[index].IsWeak ? " " : tag.Substring(1, tag.Length - 2);
        }

        return (false, etags);
    }
}
