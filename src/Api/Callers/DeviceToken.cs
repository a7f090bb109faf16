using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FileStorage.Api.Callers;

/// <summary>
/// The text that a device shows: <c>fs_</c>, the device's id in 32 hex digits, <c>_</c>, and 32 random bytes in 43 characters of
/// base64url. The server keeps the SHA-256 of the random part only.
/// </summary>
internal readonly record struct DeviceToken
{
    private const string Prefix = "fs_";
    private const int IdLength = 32;
    private const int SecretLength = 43;
    private const int SecretBytes = 32;
    private const int SecretStart = 3 + IdLength + 1;

    private DeviceToken(Guid deviceId, ImmutableArray<byte> secretHash)
    {
        DeviceId = deviceId;
        SecretHash = secretHash;
    }

    public Guid DeviceId { get; }

    public ImmutableArray<byte> SecretHash { get; }

    /// <summary>A new random token; <paramref name="text"/> is shown to the device once and kept nowhere.</summary>
    public static DeviceToken Create(Guid deviceId, out string text)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        text = $"{Prefix}{deviceId:N}_{Base64Url.EncodeToString(secret)}";
        var token = new DeviceToken(deviceId, Hash(secret));
        CryptographicOperations.ZeroMemory(secret);
        return token;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out DeviceToken token)
    {
        token = default;
        Span<byte> secret = stackalloc byte[SecretBytes];
        if (text.Length != SecretStart + SecretLength
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text[SecretStart - 1] != '_'
            || !Guid.TryParseExact(text.Slice(Prefix.Length, IdLength), "N", out var deviceId)
            || !Base64Url.TryDecodeFromChars(text[SecretStart..], secret, out var written)
            || written != SecretBytes)
        {
            return false;
        }

        token = new DeviceToken(deviceId, Hash(secret));
        return true;
    }

    private static ImmutableArray<byte> Hash(ReadOnlySpan<byte> secret) =>
        ImmutableCollectionsMarshal.AsImmutableArray(SHA256.HashData(secret));
}
