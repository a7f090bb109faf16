using System.Text.Json;
using FileStorage.Storage.Chunks.Keys;

namespace FileStorage.Storage.Chunks.Objects;

/// <summary>
/// The key ring of an object store. It lies in the store, as <c>keys/ring.json</c>, since several servers read what any of them wrote; the
/// master key comes from a setting and never lies there.
/// </summary>
internal sealed class SharedKeyRing(IObjectContainer container, MasterKeySettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>The object of the ring.</summary>
    public const string RingName = "keys/ring.json";

    private const int MaxRounds = 10;

    private readonly SemaphoreSlim _changing = new(1);
    private KeyRing? _ring;

    /// <exception cref="InvalidOperationException">Not opened yet.</exception>
    public KeyRing Ring => _ring ?? throw new InvalidOperationException("The chunk store has not been opened yet.");

    /// <summary>Reads the ring, or makes it in an empty store. Wraps it anew where the settings name its master key as the previous one.</summary>
    /// <exception cref="KeyRingException">A key is missing, wrong or damaged. Nothing was changed.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var master = settings.ReadCurrent() ?? throw new KeyRingException(
            $"{container.Place} is shared by servers, so its master key must be given: set Chunks:MasterKeyFile (or Chunks:MasterKey) to 32 random bytes in base64.");
        for (var round = 0; round < MaxRounds; round++)
        {
            if (await container.ReadTextAsync(RingName, cancellationToken) is not { } found)
            {
                await RequireEmptyAsync(cancellationToken);

                // Whoever was first has made it; what is read afterwards is the truth.
                await WriteAsync(KeyRing.NewDocument(master, clock), tag: null, cancellationToken);
                continue;
            }

            var document = Parse(found.Text, container.Place);
            if (document.MasterKey == master.Fingerprint)
            {
                _ring = KeyRing.OfDocument(master, document, clock);
                return;
            }

            var previous = settings.ReadPrevious();
            if (previous?.Fingerprint != document.MasterKey)
            {
                throw new KeyRingException(
                    $"The given master key ({master.Fingerprint}) is not the one that the key ring in {container.Place} was written with "
                    + $"({document.MasterKey}). Give that one; or, to move to the given one, give that one as Chunks:PreviousMasterKey "
                    + "or Chunks:PreviousMasterKeyFile.");
            }

            // No new generation with it: servers that still run with the previous master key can read whatever is stored meanwhile.
            await WriteAsync(KeyRing.Rewrap(document, previous, master), found.Tag, cancellationToken);
        }

        throw new ObjectStoreException($"The key ring in {container.Place} keeps changing.");
    }

    /// <summary>Makes a generation for new chunks. The master key stays: it is a setting.</summary>
    public async Task<KeyRotation> RotateAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var round = 0; round < MaxRounds; round++)
            {
                var found = await container.ReadTextAsync(RingName, cancellationToken)
                    ?? throw new KeyRingException($"The key ring in {container.Place} has disappeared; nothing was changed.");
                var document = Ring.WithNewGeneration(Parse(found.Text, container.Place));
                if (await WriteAsync(document, found.Tag, cancellationToken))
                {
                    Ring.Adopt(document);
                    return new KeyRotation(Ring.CurrentGeneration, MasterKeyReplaced: false);
                }
            }

            throw new ObjectStoreException($"The key ring in {container.Place} keeps changing.");
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Reads the ring again where it lacks a generation that another server has made since; false where that one is unknown.</summary>
    public async Task<bool> LearnAsync(uint generation, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (!Ring.Knows(generation) && await container.ReadTextAsync(RingName, cancellationToken) is { } found)
            {
                Ring.Adopt(Parse(found.Text, container.Place));
            }

            return Ring.Knows(generation);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <param name="text">The ring as it is stored.</param>
    /// <param name="place">Where it was found, for messages.</param>
    /// <exception cref="KeyRingException">It is damaged, or of a format that this program does not know.</exception>
    public static KeyRingDocument Parse(string text, string place)
    {
        try
        {
            return JsonSerializer.Deserialize(text, KeyRingJson.Default.KeyRingDocument)
                is { Format: KeyRingDocument.CurrentFormat, Generations: [_, ..] } document
                ? document
                : throw new KeyRingException($"{RingName} in {place} has a format that this version does not know.");
        }
        catch (JsonException e)
        {
            throw new KeyRingException($"{RingName} in {place} is damaged. Bring it back from a backup.", e);
        }
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _changing.Dispose();
    }

    private async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in container.ListAsync(ObjectNames.Chunks, cancellationToken))
        {
            throw new KeyRingException(
                $"Chunks are stored in {container.Place}, but its {RingName} is missing: without it they cannot be read. Bring it back from a backup.");
        }
    }

    private Task<bool> WriteAsync(KeyRingDocument document, string? tag, CancellationToken cancellationToken) =>
        container.TryWriteTextAsync(
            RingName, JsonSerializer.Serialize(document, KeyRingJson.Default.KeyRingDocument), tag, cancellationToken);
}
