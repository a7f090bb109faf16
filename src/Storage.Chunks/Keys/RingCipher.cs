using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>Wraps the keys of the ring. The purpose is associated data, so that two entries of a ring cannot be swapped.</summary>
internal static class RingCipher
{
    public static string PurposeOf(uint generation) => string.Create(CultureInfo.InvariantCulture, $"generation {generation}");

    public static WrappedKey Wrap(MasterKey master, ReadOnlySpan<byte> key, string purpose)
    {
        var nonce = RandomNumberGenerator.GetBytes(KeyRing.NonceBytes);
        var wrapped = new byte[KeyRing.KeyBytes];
        var tag = new byte[KeyRing.TagBytes];
        using var aes = new AesGcm(master.Key, KeyRing.TagBytes);
        aes.Encrypt(nonce, key, wrapped, tag, Encoding.UTF8.GetBytes(purpose));
        return new WrappedKey
        {
            Nonce = Convert.ToBase64String(nonce),
            Key = Convert.ToBase64String(wrapped),
            Tag = Convert.ToBase64String(tag),
        };
    }

    /// <exception cref="KeyRingException">The entry was changed, or the master key is another one.</exception>
    public static byte[] Unwrap(MasterKey master, WrappedKey key, string purpose)
    {
        try
        {
            var plain = new byte[KeyRing.KeyBytes];
            using var aes = new AesGcm(master.Key, KeyRing.TagBytes);
            aes.Decrypt(
                Convert.FromBase64String(key.Nonce),
                Convert.FromBase64String(key.Key),
                Convert.FromBase64String(key.Tag),
                plain,
                Encoding.UTF8.GetBytes(purpose));
            return plain;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new KeyRingException($"The key ring's entry '{purpose}' is damaged. Bring keys/ring.json back from a backup.", e);
        }
    }
}
