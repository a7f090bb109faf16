using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Changes;

/// <summary>How far one part of a feed is known.</summary>
/// <param name="Key">The drive.</param>
/// <param name="Stamp">Stands for the groups that the caller was in and for what they had mounted: what they see of others' drives depends on both.</param>
/// <param name="Cursor">The place in the journal of its drive.</param>
internal sealed record FeedPart(Guid Key, long Stamp, DriveCursor Cursor);
