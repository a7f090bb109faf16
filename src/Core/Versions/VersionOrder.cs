namespace FileStorage.Core.Versions;

/// <summary>How one version stands to another.</summary>
public enum VersionOrder
{
    Equal,

    /// <summary>The other was made with knowledge of this one.</summary>
    Before,

    /// <summary>This one was made with knowledge of the other.</summary>
    After,

    /// <summary>Neither knew of the other: a conflict.</summary>
    Concurrent,
}
