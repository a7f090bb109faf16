using System.Globalization;
using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// How the object of a copy is called: <c>chunks/</c>, 32 hex digits of the location, <c>-</c>, 64 hex digits of the chunk's keyed name.
/// The random digits come first, so that names spread evenly over the servers of the store.
/// </summary>
internal static class ObjectNames
{
    public const string Chunks = "chunks/";

    private const int LocationDigits = 32;
    private const int Length = 7 + LocationDigits + 1 + (2 * ChunkName.Bytes);

    public static string Of(ChunkLocation location, ChunkName name) => $"{PrefixOf(location)}{name}";

    /// <summary>What only this location's object begins with.</summary>
    public static string PrefixOf(ChunkLocation location) => string.Create(
        CultureInfo.InvariantCulture, $"{Chunks}{location.Container:x16}{location.Position:x16}-");

    /// <summary>The copy that an object is; null for an object that is none of ours.</summary>
    public static StoredChunk? Parse(ChunkStoreKind kind, StoredObject stored)
    {
        var name = stored.Name;
        if (name.Length != Length || !name.StartsWith(Chunks, StringComparison.Ordinal) || name[Chunks.Length + LocationDigits] != '-'
            || stored.Bytes is <= 0 or > uint.MaxValue
            || !TryParseHalf(name.AsSpan(Chunks.Length, 16), out var container)
            || !TryParseHalf(name.AsSpan(Chunks.Length + 16, 16), out var position))
        {
            return null;
        }

        var bytes = new byte[ChunkName.Bytes];
        if (Convert.FromHexString(name.AsSpan(Chunks.Length + LocationDigits + 1), bytes, out _, out _) is not System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        return new StoredChunk
        {
            Location = new ChunkLocation(kind, 0, (uint)stored.Bytes, container, position),
            Name = new ChunkName(bytes),
            StoredAt = stored.StoredAt,
        };
    }

    private static bool TryParseHalf(ReadOnlySpan<char> digits, out ulong half) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out half);
}
