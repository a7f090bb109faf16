using System.Text.Json;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Files;

namespace FileStorage.Storage.Chunks.Keys;

/// <summary>
/// The files of a key ring. Of a rotation the ring is the commit point: the new master key lies durably beside the old one
/// before the ring is replaced, and takes the old one's place after that.
/// </summary>
internal sealed class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Action<string> _stepDone;
    private readonly string _masterPath;
    private readonly string _nextMasterPath;

    /// <param name="folder">Made, for the owner only, where it is missing.</param>
    /// <param name="stepDone">Called with the name of the file after each change to the folder; a test stops there.</param>
    public KeyFiles(string folder, Action<string>? stepDone = null)
    {
        _stepDone = stepDone ?? (_ => { });
        DurableFolder.Make(folder, OwnerOnly);
        RingPath = Path.Combine(folder, "ring.json");
        _masterPath = Path.Combine(folder, "master.key");
        _nextMasterPath = Path.Combine(folder, "master.key.next");
    }

    public string RingPath { get; }

    /// <exception cref="KeyRingException">The file is there and is no ring.</exception>
    public KeyRingDocument? ReadRing()
    {
        if (!File.Exists(RingPath))
        {
            return null;
        }

        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllText(RingPath), KeyRingJson.Default.KeyRingDocument);
            return document is { Format: KeyRingDocument.CurrentFormat, Generations: [_, ..] }
                ? document
                : throw new KeyRingException($"{RingPath} has a format that this version does not know.");
        }
        catch (JsonException e)
        {
            throw new KeyRingException($"{RingPath} is damaged. Bring it back from a backup.", e);
        }
    }

    public void WriteRing(KeyRingDocument document)
    {
        DurableFile.Replace(RingPath, JsonSerializer.Serialize(document, KeyRingJson.Default.KeyRingDocument));
        _stepDone(RingPath);
    }

    /// <summary>For the first start. A key without a ring is what a crash between the two leaves; it is used.</summary>
    public MasterKey ReadOrCreateMaster()
    {
        if (Read(_masterPath) is { } existing)
        {
            return existing;
        }

        var master = MasterKey.Create();
        DurableFile.Replace(_masterPath, master.ToBase64() + "\n");
        _stepDone(_masterPath);
        return master;
    }

    /// <summary>The steps of a rotation, in the one order that a crash cannot harm.</summary>
    public void Replace(MasterKey master, KeyRingDocument document)
    {
        DurableFile.Replace(_nextMasterPath, master.ToBase64() + "\n");
        _stepDone(_nextMasterPath);
        WriteRing(document);
        DurableFile.Rename(_nextMasterPath, _masterPath);
        _stepDone(_masterPath);
    }

    /// <summary>The master key of this ring; finishes or undoes an interrupted rotation.</summary>
    /// <exception cref="KeyRingException">The file is missing or holds another key.</exception>
    public MasterKey RecoverMaster(KeyRingDocument document)
    {
        var current = Read(_masterPath);
        if (current?.Fingerprint == document.MasterKey)
        {
            DurableFile.Delete(_nextMasterPath);
            return current;
        }

        if (Read(_nextMasterPath) is { } next && next.Fingerprint == document.MasterKey)
        {
            DurableFile.Rename(_nextMasterPath, _masterPath);
            return next;
        }

        throw new KeyRingException(
            current is null
                ? $"{_masterPath} is missing, and no setting gives the master key: what is stored cannot be read without it."
                : $"{_masterPath} holds another master key ({current.Fingerprint}) than the one that {RingPath} was written with "
                    + $"({document.MasterKey}).");
    }

    /// <summary>The master key of this ring, if it lies here; changes nothing.</summary>
    public MasterKey? FindMaster(KeyRingDocument document) =>
        new[] { Read(_masterPath), Read(_nextMasterPath) }.FirstOrDefault(key => key?.Fingerprint == document.MasterKey);

    private static MasterKey? Read(string path) => File.Exists(path) ? MasterKey.Parse(File.ReadAllText(path), path) : null;
}
