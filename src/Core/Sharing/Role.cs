namespace FileStorage.Core.Sharing;

/// <summary>What a grant gives. The numbers are stored.</summary>
public enum Role
{
    /// <summary>Nothing, whatever was given further up.</summary>
    Denied = 0,

    /// <summary>Files may be put in; nothing is seen. What a drop box is.</summary>
    Upload = 1,

    /// <summary>Everything is seen; nothing is changed.</summary>
    Read = 2,

    /// <summary>Everything is seen and changed.</summary>
    Write = 3,

    /// <summary>As <see cref="Write"/>, and others are let in.</summary>
    Admin = 4,

    /// <summary>As <see cref="Admin"/>, and whoever has it on an item may make it their own: an offer of ownership, to one person.</summary>
    Owner = 5,
}
