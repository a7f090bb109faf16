using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FileStorage.Api.Links;

/// <summary>
/// The secret of a public link: 16 random bytes in 22 characters of base64url. The link's id follows from it by a hash, so that it is found without a
/// table of tokens, and is unique because the token is; the server keeps the SHA-256 of the token only.
/// </summary>
internal readonly record struct LinkToken
{
    private const int SecretLength = 22;
    private const int SecretBytes = 16;

    private LinkToken(ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData("filestorage link id"u8, secret, hash);
        LinkId = new Guid(hash[..16]);
        Hash = ImmutableCollectionsMarshal.AsImmutableArray(SHA256.HashData(secret));
    }

    public Guid LinkId { get; }

    public ImmutableArray<byte> Hash { get; }

    /// <summary>A new random token; <paramref name="text"/> is shown once and kept nowhere.</summary>
    public static LinkToken Create(out string text)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        text = Base64Url.EncodeToString(secret);
        return new LinkToken(secret);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out LinkToken token)
    {
        token = default;
        Span<byte> secret = stackalloc byte[SecretBytes];
        if (text.Length != SecretLength || !Base64Url.TryDecodeFromChars(text, secret, out var written) || written != SecretBytes)
        {
            return false;
        }

        token = new LinkToken(secret);
        return true;
    }
}
