using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>How far one part of a feed is known.</summary>
/// <param name="Key">The caller's drive, or the mount where a part of another drive is shown.</param>
/// <param name="Stamp">Stands for the groups that the caller was in: what they see of others' drives depends on them.</param>
/// <param name="Cursor">The place in the journal of its drive.</param>
internal sealed record FeedPart(Guid Key, long Stamp, DriveCursor Cursor);
