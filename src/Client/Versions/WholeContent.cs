namespace FileStorage.Client.Versions;

internal static class WholeContent
{
    /// <summary>Fills the buffer from this offset on.</summary>
    /// <exception cref="ContentChangedException">There is less than that.</exception>
    public static async ValueTask ReadExactlyAsync(
        this IReadableContent content, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var read = await content.ReadAsync(offset, buffer, cancellationToken);
            if (read == 0)
            {
                throw new ContentChangedException();
            }

            offset += read;
            buffer = buffer[read..];
        }
    }
}
