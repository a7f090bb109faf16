namespace FileStorage.Storage.Chunks.Keys;

/// <summary>What can give new chunks new keys.</summary>
public interface IKeyRotator
{
    /// <summary>
    /// Makes a generation of keys for new chunks and, where the master key is no setting, a new master key. Durable on return; after a crash
    /// at any step the old state or the new one is there.
    /// </summary>
    /// <exception cref="IOException">The keys could not be written; the old ones stay in force.</exception>
    Task<KeyRotation> RotateAsync(CancellationToken cancellationToken);
}
