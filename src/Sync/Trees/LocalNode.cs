using System.Text;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Trees;

/// <summary>A file or folder of this device, as it was last seen.</summary>
internal sealed class LocalNode(LocalEntry entry)
{
    public LocalEntry Entry
    {
        get;
        set
        {
            field = value;
            NormalName = Normalize(value.Name);
        }
    } = entry;

    /// <summary>The name in NFC, as the server knows it.</summary>
    public string NormalName { get; private set; } = Normalize(entry.Name);

    public LocalKey Key => Entry.Key;

    public bool IsFolder => Entry.Kind is LocalKind.Folder;

    public bool IsFile => Entry.Kind is LocalKind.File;

    /// <summary>Null for the root and for what was not found where it had been.</summary>
    public LocalNode? Parent { get; set; }

    public ChildIndex<LocalNode>? Children { get; set; }

    /// <summary>The listing that last showed it, on the engine's count of events.</summary>
    public long SeenAt { get; set; }

    /// <summary>When an operation of ours last put it where it is: listings that began earlier know less.</summary>
    public long PutAt { get; set; }

    /// <summary>Of a folder: how many entries lie in it that take no part in sync, so that it cannot be removed.</summary>
    public int OutsiderCount { get; set; }

    /// <summary>Of a folder: it is there, but what lies in it cannot be seen, which does not mean that nothing does.</summary>
    public bool IsUnreadable { get; set; }

    public IEnumerable<LocalNode> AllChildren => Children?.All ?? [];

    // Names that are not well-formed Unicode cannot be normalized; they are reported when they are to be uploaded.
    private static string Normalize(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name;
        }

        try
        {
            return name.IsNormalized(NormalizationForm.FormC) ? name : name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
