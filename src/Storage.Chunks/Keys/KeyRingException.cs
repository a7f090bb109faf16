namespace FileStorage.Storage.Chunks.Keys;

/// <summary>The keys of the chunk store cannot be used; without them nothing stored can be read. The message says what to do.</summary>
public sealed class KeyRingException : Exception
{
    public KeyRingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
