namespace FileStorage.Core.Sharing;

/// <summary>What somebody may do with an item and what lies below it.</summary>
[Flags]
public enum Rights
{
    None = 0,

    /// <summary>See it: its name, content, history, and what lies in it.</summary>
    Read = 1,

    /// <summary>Put new files and folders into it.</summary>
    Create = 2,

    /// <summary>Give it new content, another name, another place; delete and restore it.</summary>
    Change = 4,

    /// <summary>Let others in, by grant or by link; delete for good.</summary>
    Share = 8,

    All = Read | Create | Change | Share,
}
