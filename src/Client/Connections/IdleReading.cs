namespace FileStorage.Client.Connections;

/// <summary>Reads that give up when nothing comes for too long.</summary>
internal static class IdleReading
{
    /// <exception cref="TimeoutException">Nothing came within <paramref name="idle"/>.</exception>
    public static async ValueTask<int> ReadAsync(
        this Stream stream, Memory<byte> buffer, TimeSpan idle, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Most reads are answered at once; only one that waits is worth a timer.
        var read = stream.ReadAsync(buffer, cancellationToken);
        return read.IsCompleted ? await read : await read.AsTask().WaitAsync(idle, clock, cancellationToken);
    }
}
