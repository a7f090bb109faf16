using FileStorage.Core.Faults;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// The object store did not answer, or refused, after every attempt. Says nothing about what is stored: the request may have been carried out.
/// </summary>
public sealed class ObjectStoreException : IOException, IUnavailable
{
    public ObjectStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
