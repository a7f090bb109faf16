using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Core.Chunks;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// OC-Checksum: verified on every upload, and told again. The SHA-256 of a content is kept with its version; hashes of other kinds are
/// remembered for a while only, for clients that look right after they sent something.
/// </summary>
internal sealed class Checksums
{
    public const string Header = "OC-Checksum";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private const int MaxKept = 50_000;

    private readonly ConcurrentDictionary<Guid, ContentChecksum> _known = new();

    /// <summary>The first hash of a header that this server computes; null where there is none.</summary>
    /// <exception cref="ProblemException">400: a hash that cannot be one.</exception>
    public static ContentChecksum? Of(HttpRequest request) => Parse(request.Headers[Header].ToString());

    /// <inheritdoc cref="Of"/>
    public static ContentChecksum? Parse(string text)
    {
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = one.IndexOf(':');
            var name = colon < 0 ? "" : one[..colon].ToUpperInvariant();
            var length = name switch { "SHA256" => 32, "SHA1" => 20, "MD5" => 16, _ => 0 };
            if (length == 0)
            {
                continue;
            }

            var hex = one.AsSpan(colon + 1);
            return hex.Length == length * 2 && !hex.ContainsAnyExcept(HexDigits)
                ? new ContentChecksum(name, ImmutableCollectionsMarshal.AsImmutableArray(Convert.FromHexString(hex)))
                : throw Problem.BadRequest($"{Header} reads {name}: and {length * 2} hex digits.");
        }

        return null;
    }

    /// <summary>The hash where it is one that is kept with the version.</summary>
    public static ChunkId? Sha256Of(ContentChecksum? checksum) =>
        checksum is { Name: "SHA256" } ? new ChunkId(checksum.Expected.AsSpan()) : null;

    /// <summary>Remembers what the content of a version was verified to hash to.</summary>
    public void Remember(Guid versionId, ContentChecksum? checksum)
    {
        if (checksum is null or { Name: "SHA256" })
        {
            return;
        }

        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        _known[versionId] = checksum;
    }

    /// <summary>What is known of a version's hashes, as oc:checksums has it; null where nothing is.</summary>
    public string? TextOf(Guid versionId, ChunkId? sha256)
    {
        var other = _known.TryGetValue(versionId, out var known) ? known.ToString() : null;
        return sha256 is null ? other : other is null ? $"SHA256:{sha256}" : $"{other} SHA256:{sha256}";
    }
}
