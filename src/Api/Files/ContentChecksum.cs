using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Api.Problems;

namespace FileStorage.Api.Files;

/// <summary>What the content must hash to, by a hash that is not ours.</summary>
/// <param name="Name">As ownCloud's clients call it: SHA1, MD5.</param>
/// <param name="Expected">The hash.</param>
internal sealed record ContentChecksum(string Name, ImmutableArray<byte> Expected)
{
    public HashAlgorithmName Algorithm => Name switch
    {
        "SHA1" => HashAlgorithmName.SHA1,
        "MD5" => HashAlgorithmName.MD5,
        "SHA256" => HashAlgorithmName.SHA256,
        _ => throw new InvalidOperationException($"{Name} is no checksum that was read."),
    };

    /// <exception cref="ProblemException">The content is another.</exception>
    public void Require(ReadOnlySpan<byte> actual)
    {
        if (!Expected.AsSpan().SequenceEqual(actual))
        {
            throw Problem.HashMismatch($"The content's {Name} is {Convert.ToHexStringLower(actual)}, the request says {this}; nothing was committed.");
        }
    }

    public override string ToString() => $"{Name}:{Convert.ToHexStringLower(Expected.AsSpan())}";
}
