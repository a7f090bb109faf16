using System.Collections.Concurrent;
using System.Security.Cryptography;
using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>
/// The keys of a chunk store. Each chunk has a key of its own, wrapped by the key of a generation; the generations and the
/// naming key are wrapped by the master key. Rotation is a few hundred bytes written, however much is stored: new chunks use a
/// new generation, old ones stay readable. Safe for several threads.
/// </summary>
public sealed class KeyRing : IKeyRotator, IDisposable
{
    internal const int NonceBytes = 12;
    internal const int KeyBytes = 32;
    internal const int TagBytes = 16;

    private readonly Lock _rotating = new();
    private readonly KeyFiles? _files;
    private readonly TimeProvider _clock;
    private readonly bool _masterIsSetting;
    private readonly byte[] _namingKey;

    // Half the time of a one-shot HMAC; as many as there are threads that name chunks at the same time.
    private readonly ConcurrentQueue<IncrementalHash> _namers = new();
    private readonly MasterKey _master;
    private volatile OpenedGenerations _generations;

    private KeyRing(KeyFiles? files, TimeProvider clock, bool masterIsSetting, MasterKey master, KeyRingDocument document)
    {
        _files = files;
        _clock = clock;
        _masterIsSetting = masterIsSetting;
        _master = master;
        _namingKey = RingCipher.Unwrap(master, document.NamingKey, "naming");
        _generations = OpenedGenerations.Open(master, document);
    }

    /// <summary>The generation that seals new chunks.</summary>
    public uint CurrentGeneration => _generations.Current;

    /// <summary>
    /// Opens the ring in these files, or makes it, with its master key, where neither exists. Finishes or undoes a
    /// rotation that a crash interrupted.
    /// </summary>
    /// <exception cref="KeyRingException">A key is missing, wrong or damaged. Nothing was changed.</exception>
    internal static KeyRing Open(KeyFiles files, MasterKeySettings settings, bool mayCreate, TimeProvider clock)
    {
        var given = settings.ReadCurrent();
        var document = files.ReadRing();
        if (document is null)
        {
            if (!mayCreate)
            {
                throw new KeyRingException(
                    $"Chunks are stored, but {files.RingPath} is missing: without it they cannot be read. Bring it back from a backup.");
            }

            var master = given ?? files.ReadOrCreateMaster();
            document = NewDocument(master, clock);
            files.WriteRing(document);
            return new KeyRing(files, clock, given is not null, master, document);
        }

        return given is null
            ? new KeyRing(files, clock, masterIsSetting: false, files.RecoverMaster(document), document)
            : OpenWithSetting(files, clock, document, given, settings.ReadPrevious());
    }

    /// <summary>Opens the ring in these files, and changes nothing there.</summary>
    /// <exception cref="KeyRingException">A key is missing, wrong or damaged.</exception>
    internal static KeyRing OpenToRead(KeyFiles files, MasterKeySettings settings, TimeProvider clock)
    {
        var document = files.ReadRing() ?? throw new KeyRingException($"{files.RingPath} is missing.");
        var master = new[] { settings.ReadCurrent(), settings.ReadPrevious(), files.FindMaster(document) }
            .FirstOrDefault(key => key?.Fingerprint == document.MasterKey)
            ?? throw new KeyRingException($"Neither a setting nor a file beside it gives the master key ({document.MasterKey}) of {files.RingPath}.");
        return OfDocument(master, document, clock);
    }

    /// <inheritdoc/>
    public Task<KeyRotation> RotateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var files = _files ?? throw new InvalidOperationException("This ring lies elsewhere and is rotated there.");
        lock (_rotating)
        {
            // What the files say, not what memory says: an earlier rotation may have failed after it reached the disk, and its
            // master key must not be overwritten before the ring is under another one.
            var document = files.ReadRing() ?? throw new KeyRingException($"{files.RingPath} has disappeared; nothing was changed.");
            var old = _masterIsSetting ? _master : files.RecoverMaster(document);
            var master = _masterIsSetting ? old : MasterKey.Create();
            document = WithNewGeneration(Rewrap(document, old, master), master, _clock);
            if (_masterIsSetting)
            {
                files.WriteRing(document);
            }
            else
            {
                files.Replace(master, document);
            }

            _generations = OpenedGenerations.Open(master, document);
            return Task.FromResult(new KeyRotation(_generations.Current, !_masterIsSetting));
        }
    }

    public void Dispose()
    {
        _generations.Dispose();
        while (_namers.TryDequeue(out var namer))
        {
            namer.Dispose();
        }
    }

    internal ChunkName NameOf(ChunkId id)
    {
        Span<byte> bytes = stackalloc byte[ChunkId.Bytes];
        id.CopyTo(bytes);
        Span<byte> name = stackalloc byte[ChunkName.Bytes];
        if (!_namers.TryDequeue(out var namer))
        {
            namer = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _namingKey);
        }

        namer.AppendData(bytes);
        namer.GetHashAndReset(name);
        _namers.Enqueue(namer);
        return new ChunkName(name);
    }

    /// <summary>Wraps the key of one chunk and returns the generation that did. A random nonce is right for 2^32 chunks a generation.</summary>
    internal uint Wrap(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, Span<byte> wrapped, Span<byte> tag)
    {
        var generations = _generations;
        generations.Find(generations.Current)!.Encrypt(nonce, key, wrapped, tag, default);
        return generations.Current;
    }

    /// <summary>Unwraps the key of one chunk. False where the generation is unknown or the wrapped key was changed.</summary>
    internal bool TryUnwrap(
        uint generation, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> tag, Span<byte> key)
    {
        if (_generations.Find(generation) is not { } cipher)
        {
            return false;
        }

        try
        {
            cipher.Decrypt(nonce, wrapped, tag, key, default);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static KeyRing OpenWithSetting(
        KeyFiles files, TimeProvider clock, KeyRingDocument document, MasterKey given, MasterKey? previous)
    {
        if (document.MasterKey == given.Fingerprint)
        {
            return new KeyRing(files, clock, masterIsSetting: true, given, document);
        }

        // Only the key that the operator names as the previous one opens the way: a mistyped setting must not become the key
        // without which nothing can be read any more.
        if (previous?.Fingerprint != document.MasterKey)
        {
            throw new KeyRingException(
                $"The given master key ({given.Fingerprint}) is not the one that {files.RingPath} was written with "
                + $"({document.MasterKey}). Give that one; or, to move to the given one, give that one as Chunks:PreviousMasterKey "
                + "or Chunks:PreviousMasterKeyFile.");
        }

        var rewrapped = WithNewGeneration(Rewrap(document, previous, given), given, clock);
        files.WriteRing(rewrapped);
        return new KeyRing(files, clock, masterIsSetting: true, given, rewrapped);
    }

    /// <summary>A ring that lies elsewhere; <see cref="Adopt"/> tells it of changes, and it makes none itself.</summary>
    internal static KeyRing OfDocument(MasterKey master, KeyRingDocument document, TimeProvider clock) =>
        new(files: null, clock, masterIsSetting: true, master, document);

    /// <summary>Whether chunks of this generation can be opened.</summary>
    internal bool Knows(uint generation) => _generations.Find(generation) is not null;

    /// <summary>Goes on with the generations of this document, which is a later state of the same ring.</summary>
    internal void Adopt(KeyRingDocument document)
    {
        lock (_rotating)
        {
            if (document.Generations[^1].Number > _generations.Current)
            {
                _generations = OpenedGenerations.Open(_master, document);
            }
        }
    }

    /// <exception cref="KeyRingException">Another master key has taken the place of this server's.</exception>
    internal KeyRingDocument WithNewGeneration(KeyRingDocument document) => document.MasterKey == _master.Fingerprint
        ? WithNewGeneration(document, _master, _clock)
        : throw new KeyRingException(
            $"The key ring has the master key {document.MasterKey} by now, and this server still runs with {_master.Fingerprint}; nothing was changed. Start it with the new one.");

    internal static KeyRingDocument NewDocument(MasterKey master, TimeProvider clock) => WithNewGeneration(
        new KeyRingDocument
        {
            Format = KeyRingDocument.CurrentFormat,
            MasterKey = master.Fingerprint,
            NamingKey = RingCipher.Wrap(master, RandomNumberGenerator.GetBytes(KeyBytes), "naming"),
            Generations = [],
        },
        master,
        clock);

    private static KeyRingDocument WithNewGeneration(KeyRingDocument document, MasterKey master, TimeProvider clock)
    {
        var number = document.Generations is [.., var last] ? last.Number + 1 : 1;
        var generation = new KeyGeneration
        {
            Number = number,
            CreatedAt = clock.GetUtcNow(),
            Key = RingCipher.Wrap(master, RandomNumberGenerator.GetBytes(KeyBytes), RingCipher.PurposeOf(number)),
        };
        return document with { Generations = [.. document.Generations, generation] };
    }

    internal static KeyRingDocument Rewrap(KeyRingDocument document, MasterKey from, MasterKey to)
    {
        WrappedKey Move(WrappedKey key, string purpose) => RingCipher.Wrap(to, RingCipher.Unwrap(from, key, purpose), purpose);

        return document with
        {
            MasterKey = to.Fingerprint,
            NamingKey = Move(document.NamingKey, "naming"),
            Generations =
            [
                .. document.Generations.Select(
                    generation => generation with { Key = Move(generation.Key, RingCipher.PurposeOf(generation.Number)) }),
            ],
        };
    }
}
