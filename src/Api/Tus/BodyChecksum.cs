using System.Runtime.InteropServices;
using FileStorage.Api.Content;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Tus;

/// <summary>What a body, or the whole file, must hash to: Upload-Checksum of tus, Content-Digest and Repr-Digest of RFC 9530.</summary>
internal static class BodyChecksum
{
    /// <summary>The algorithms that are understood, as tus calls them.</summary>
    public const string Algorithms = "sha1,sha256,md5";

    /// <summary>Of the body of a request; null where it says nothing.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static ContentChecksum? OfBody(ResumableRequest request)
    {
        if (!request.IsTus)
        {
            return Of(PutHeaders.ContentSha256(request.Context.Request));
        }

        var text = request.Context.Request.Headers["Upload-Checksum"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        var space = text.IndexOf(' ');
        var (name, length) = (space < 0 ? text : text[..space]) switch
        {
            "sha1" => ("SHA1", 20),
            "sha256" => ("SHA256", 32),
            "md5" => ("MD5", 16),
            _ => throw Problem.BadRequest($"Upload-Checksum reads \"ALGORITHM BASE64\" with one of {Algorithms}."),
        };
        var hash = new byte[length];
        return Convert.TryFromBase64String(text[(space + 1)..].Trim(), hash, out var written) && written == length
            ? new ContentChecksum(name, ImmutableCollectionsMarshal.AsImmutableArray(hash))
            : throw Problem.BadRequest($"Upload-Checksum is followed by the {length} bytes of the hash in base64.");
    }

    /// <summary>Of the whole file, as the upload keeps it; null where nothing was said.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static string? OfWhole(ResumableRequest request, UploadMetadata metadata) =>
        Of(PutHeaders.ReprSha256(request.Context.Request))?.ToString()
            ?? Checksums.Parse(metadata["checksum"]?.Trim().Replace(' ', ':') ?? "")?.ToString();

    private static ContentChecksum? Of(ChunkId? sha256) =>
        sha256 is { } hash ? new ContentChecksum("SHA256", ImmutableCollectionsMarshal.AsImmutableArray(hash.ToByteArray())) : null;
}
