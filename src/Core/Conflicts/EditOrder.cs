using FileStorage.Core.Versions;

namespace FileStorage.Core.Conflicts;

/// <summary>Whether an edit was made with knowledge of the newest version.</summary>
public static class EditOrder
{
    /// <summary>
    /// <see cref="VersionOrder.After"/> where the version that was edited includes the newest one, so that the edit simply follows it;
    /// else <see cref="VersionOrder.Concurrent"/>.
    /// </summary>
    /// <param name="edited">The version that was edited; null where it is not known.</param>
    /// <param name="newest">The newest version.</param>
    public static VersionOrder Of(VersionVector? edited, VersionVector newest) =>
        edited?.Compare(newest) is VersionOrder.Equal or VersionOrder.After ? VersionOrder.After : VersionOrder.Concurrent;
}
