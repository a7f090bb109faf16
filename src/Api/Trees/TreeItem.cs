using System.Collections.Immutable;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Trees;

/// <summary>An item of a caller's tree, and where it really lies.</summary>
internal sealed record TreeItem
{
    /// <summary>As the caller is shown it.</summary>
    public required Entry Entry { get; init; }

    /// <summary>The drive in which its content lies.</summary>
    public required Guid DriveId { get; init; }

    /// <summary>Its id there.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>How the caller sees it; null for the caller's own.</summary>
    public TreeView? View { get; init; }

    public Rights Rights { get; init; } = Rights.All;

    /// <summary>Whose rights its drive is to judge; null for the caller's own.</summary>
    public Viewer? Viewer => View?.Viewer;

    /// <summary>Whether this is the place in the caller's drive where something of another one is shown.</summary>
    public bool IsMount => View?.Mount is not null && EntryId == View.RootId;

    /// <summary>The drive in which its name and place are kept: of a mount, the caller's own.</summary>
    public Guid PlaceDriveId => IsMount ? View!.Mount!.DriveId : DriveId;

    /// <summary>Its id there.</summary>
    public Guid PlaceEntryId => IsMount ? View!.Mount!.Id : EntryId;

    /// <summary>Whose rights that drive is to judge.</summary>
    public Viewer? PlaceViewer => IsMount ? null : Viewer;

    /// <summary>An entry of this folder.</summary>
    public TreeItem Child(Entry raw) => this with
    {
        Entry = View is null
            ? raw with { Path = Entry.Path.IsDefault ? default : Entry.Path.Add(raw.Name) }
            : ShowBelow(raw, [raw.Name]),
        EntryId = raw.Id,
    };

    /// <summary>Another entry of the drive as the caller sees it; <paramref name="below"/> are the names from this item down to it.</summary>
    public Entry ShowBelow(Entry raw, ImmutableArray<string> below)
    {
        if (View is null)
        {
            return raw;
        }

        var shown = View.Show(raw, below: default);
        return shown with { Path = Entry.Path.IsDefault || below.IsDefault ? default : Entry.Path.AddRange(below) };
    }
}
