namespace FileStorage.Storage.Chunks.Keys;

/// <summary>What a rotation of keys did.</summary>
/// <param name="Generation">The generation that seals new chunks from now on.</param>
/// <param name="MasterKeyReplaced">
/// Whether there is a new master key. False where a setting gives the master key: then the operator changes the setting, gives
/// the old key as the previous one, and restarts.
/// </param>
public sealed record KeyRotation(uint Generation, bool MasterKeyReplaced);
