using System.Globalization;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FileStorage.Api.Content;

/// <summary>The headers that say under which conditions content is stored, and with what.</summary>
internal static class PutHeaders
{
    private const string DigestAlgorithm = "sha-256";

    private static readonly VersionTerms Nothing = new();

    /// <summary>
    /// Refuses a body that says that it is a part of the content (RFC 9110, 14.5; draft-ietf-httpbis-resumable-upload): taken for the whole, it would take the file's place.
    /// </summary>
    /// <exception cref="ProblemException">400.</exception>
    public static void RefusePart(HttpRequest request)
    {
        if (request.Headers.ContentRange.Count > 0)
        {
            throw Problem.BadRequest("A part of a file cannot be put; send all of it, or begin an upload.");
        }

        if (request.Headers["Upload-Complete"].ToString() is not ("" or "?1"))
        {
            throw Problem.BadRequest("An upload that comes in several requests is begun at /api/v1/tus; here a request brings all of a file.");
        }
    }

    /// <exception cref="ProblemException">400: a header that cannot be read.</exception>
    public static VersionTerms Terms(HttpRequest request)
    {
        var precondition = Precondition(request);
        var modifiedAt = request.Headers["X-Modified-At"];
        var executable = request.Headers["X-Executable"];
        var operationId = OperationKey.OrNone(request.HttpContext);
        var edit = EditTerms.Of(request.HttpContext, precondition);
        return ReferenceEquals(precondition, FilePrecondition.None) && modifiedAt.Count == 0 && executable.Count == 0
            && operationId is null && edit is null
            ? Nothing
            : new VersionTerms
            {
                Precondition = precondition,
                OperationId = operationId,
                Edit = edit,
                ModifiedAt = modifiedAt.Count == 0 ? null : Time(modifiedAt.ToString()),
                Executable = string.Equals(executable.ToString(), "true", StringComparison.OrdinalIgnoreCase),
            };
    }

    /// <summary>If-Match and If-None-Match.</summary>
    public static FilePrecondition Precondition(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var noneMatch = request.Headers.IfNoneMatch;
        if (match.Count == 0 && noneMatch.Count == 0)
        {
            return FilePrecondition.None;
        }

        var (anyMatch, matches) = Etags.Parse(match, "If-Match", strongOnly: true);
        var (anyNoneMatch, differs) = Etags.Parse(noneMatch, "If-None-Match", strongOnly: false);
        return new FilePrecondition
        {
            Present = anyMatch,
            Matches = matches,
            Absent = anyNoneMatch,
            Differs = differs,
        };
    }

    /// <summary>The SHA-256 of Repr-Digest or Content-Digest (RFC 9530); null where neither names one.</summary>
    public static ChunkId? Sha256(HttpRequest request)
    {
        var repr = ReprSha256(request);
        var content = ContentSha256(request);
        return repr is not null && content is not null && repr != content
            ? throw Problem.BadRequest("Repr-Digest and Content-Digest contradict each other.")
            : repr ?? content;
    }

    /// <summary>That of Repr-Digest alone: of the whole file.</summary>
    public static ChunkId? ReprSha256(HttpRequest request) => Sha256(request.Headers["Repr-Digest"], "Repr-Digest");

    /// <summary>That of Content-Digest alone: of the body of this request.</summary>
    public static ChunkId? ContentSha256(HttpRequest request) => Sha256(request.Headers["Content-Digest"], "Content-Digest");

    private static ChunkId? Sha256(StringValues header, string name)
    {
        if (header.Count == 0)
        {
            return null;
        }

        // A dictionary of RFC 8941: sha-256=:BASE64:, other-algorithm=:…:
        foreach (var member in header.ToString().Split(','))
        {
            var text = member.AsSpan().Trim();
            var equals = text.IndexOf('=');
            if (equals < 0 || !text[..equals].Equals(DigestAlgorithm, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Span<byte> hash = stackalloc byte[ChunkId.Bytes];
            var value = text[(equals + 1)..];
            return value is [':', .., ':']
                && Convert.TryFromBase64Chars(value[1..^1], hash, out var written) && written == ChunkId.Bytes
                ? new ChunkId(hash)
                : throw Problem.BadRequest($"{name} reads sha-256=:BASE64: with the 32 bytes of the hash.");
        }

        return null;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Problem.BadRequest("X-Modified-At is a time as RFC 3339 writes it, for instance 2026-01-31T12:00:00Z.");
}
