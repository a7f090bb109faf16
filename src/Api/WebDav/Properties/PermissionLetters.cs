using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>What a caller may do with an item, in the letters of ownCloud (oc:permissions).</summary>
internal static class PermissionLetters
{
    /// <summary>S shared with the caller, R may be shared on, G readable, D deletable, N may be renamed, V may be moved, W writable, CK takes files and folders.</summary>
    public static string Of(TreeItem item)
    {
        var rights = item.Rights;
        var isFile = item.Entry.Kind == EntryKind.File;
        if (item.View is null)
        {
            return isFile ? "RGDNVW" : "RGDNVCK";
        }

        // The place of a mount is the caller's own: they may rename it, and take it away.
        var placed = item.IsMount || rights.HasFlag(Rights.Change);
        return "S"
            + (rights.HasFlag(Rights.Share) ? "R" : "")
            + (rights.HasFlag(Rights.Read) ? "G" : "")
            + (placed ? "DNV" : "")
            + (isFile && rights.HasFlag(Rights.Change) ? "W" : "")
            + (!isFile && rights.HasFlag(Rights.Create) ? "CK" : "");
    }
}
