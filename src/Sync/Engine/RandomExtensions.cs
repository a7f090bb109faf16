namespace FileStorage.Sync.Engine;

/// <summary>Ids out of the engine's one source of chance.</summary>
internal static class RandomExtensions
{
    public static Guid NextOperationId(this Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
