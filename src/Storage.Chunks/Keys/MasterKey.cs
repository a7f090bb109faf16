using System.Security.Cryptography;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>The key that wraps the keys of the ring; 32 random bytes, written in base64. Nothing else is encrypted with it.</summary>
internal sealed class MasterKey
{
    public const int Bytes = 32;

    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Fingerprint = Convert.ToHexStringLower(HMACSHA256.HashData(key, "filestorage master key fingerprint"u8).AsSpan(0, 8));
    }

    public ReadOnlySpan<byte> Key => _key;

    /// <summary>Tells master keys apart without revealing them; 16 hex digits.</summary>
    public string Fingerprint { get; }

    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <exception cref="KeyRingException">Not 32 bytes in base64; <paramref name="source"/> says in the message where it came from.</exception>
    public static MasterKey Parse(string base64, string source)
    {
        var key = new byte[Bytes];
        return Convert.TryFromBase64String(base64.Trim(), key, out var written) && written == Bytes
            ? new MasterKey(key)
            : throw new KeyRingException($"The master key in {source} is not {Bytes} bytes in base64.");
    }

    public string ToBase64() => Convert.ToBase64String(_key);
}
