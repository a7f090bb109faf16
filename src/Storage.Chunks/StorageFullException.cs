using FileStorage.Core.Faults;

namespace FileStorage.Storage.Chunks;

/// <summary>The store has reached its reserve and refuses to take more; nothing was stored. HTTP says 507.</summary>
public sealed class StorageFullException : IOException, IStorageFull
{
    public StorageFullException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
