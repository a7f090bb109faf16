using FileStorage.Api.Contracts.Content;

namespace FileStorage.Api.Batches;

/// <summary>One file of a batch as it was read.</summary>
/// <param name="Header">What stood before its bytes.</param>
/// <param name="Buffer">The bytes, at the start of a buffer of the shared pool; null where the file is empty.</param>
internal readonly record struct BatchFrame(BatchFileHeader Header, byte[]? Buffer)
{
    public ReadOnlyMemory<byte> Content => Buffer is null ? default : Buffer.AsMemory(0, Header.Size);
}
