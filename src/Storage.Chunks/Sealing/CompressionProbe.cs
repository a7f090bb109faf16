namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>Tells from a few samples whether bytes are likely to shrink.</summary>
internal static class CompressionProbe
{
    public static bool LooksCompressible(ReadOnlySpan<byte> plain) => plain.Length >= 128;
}
