using FileStorage.Core.Entries;

namespace FileStorage.Grains.History;

/// <summary>An item that a rewind could not bring back, and where it was.</summary>
internal sealed record RewindLoss(Guid ItemId, EntryKind Kind, string Path);
