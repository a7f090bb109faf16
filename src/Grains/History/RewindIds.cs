using FileStorage.Core.Identity;

namespace FileStorage.Grains.History;

/// <summary>The ids that a rewind makes: the same for the same operation and item, so that a repeat makes nothing twice.</summary>
internal static class RewindIds
{
    public static Guid Of(DateTimeOffset at, Guid operationId, Guid itemId)
    {
        Span<byte> operation = stackalloc byte[16];
        Span<byte> item = stackalloc byte[16];
        operationId.TryWriteBytes(operation);
        itemId.TryWriteBytes(item);
        for (var index = 0; index < operation.Length; index++)
        {
            operation[index] ^= item[index];
        }

        return DerivedId.Of(at, new Guid(operation), index: 0);
    }
}
