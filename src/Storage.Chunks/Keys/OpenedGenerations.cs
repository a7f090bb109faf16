using System.Collections.Frozen;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>The unwrapped key-encryption keys. Immutable; a rotation makes another one.</summary>
internal sealed class OpenedGenerations : IDisposable
{
    private readonly FrozenDictionary<uint, AesGcmPool> _ciphers;

    private OpenedGenerations(FrozenDictionary<uint, AesGcmPool> ciphers, uint current)
    {
        _ciphers = ciphers;
        Current = current;
    }

    public uint Current { get; }

    public static OpenedGenerations Open(MasterKey master, KeyRingDocument document) => new(
        document.Generations.ToFrozenDictionary(
            generation => generation.Number,
            generation => new AesGcmPool(RingCipher.Unwrap(master, generation.Key, RingCipher.PurposeOf(generation.Number)))),
        document.Generations[^1].Number);

    public AesGcmPool? Find(uint generation) => _ciphers.GetValueOrDefault(generation);

    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
        {
            cipher.Dispose();
        }
    }
}
