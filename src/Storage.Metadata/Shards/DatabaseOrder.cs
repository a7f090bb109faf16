using System.Text;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>The orders of the databases where they are not those of .NET: everything compares by its bytes. Ids and hashes do anyway.</summary>
internal static class DatabaseOrder
{
    /// <summary>Texts by their UTF-8 bytes, which is another order than that of UTF-16 beyond U+FFFF.</summary>
    public static IComparer<string> OfTexts { get; } = Comparer<string>.Create(
        static (one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));

    public static IComparer<ReadOnlyMemory<byte>> OfBytes { get; } =
        Comparer<ReadOnlyMemory<byte>>.Create(static (one, other) => one.Span.SequenceCompareTo(other.Span));
}
