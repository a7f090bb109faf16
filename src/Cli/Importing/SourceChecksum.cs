using System.Security.Cryptography;

namespace FileStorage.Cli.Importing;

/// <summary>What a source says a file hashes to.</summary>
/// <param name="Algorithm">Of which hash.</param>
/// <param name="Hex">In lower case.</param>
internal sealed record SourceChecksum(HashAlgorithmName Algorithm, string Hex)
{
    /// <summary>The strongest hash of a text like "SHA1:… MD5:…" (ownCloud, Nextcloud); null where none is known here.</summary>
    public static SourceChecksum? Parse(string text)
    {
        var told = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].ToUpperInvariant(), pair => pair[1].ToLowerInvariant());
        foreach (var algorithm in new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA1, HashAlgorithmName.MD5 })
        {
            if (told.GetValueOrDefault(algorithm.Name!) is { } hex && hex.All(char.IsAsciiHexDigitLower))
            {
                return new SourceChecksum(algorithm, hex);
            }
        }

        return null;
    }

    public override string ToString() => $"{Algorithm.Name}:{Hex}";
}
