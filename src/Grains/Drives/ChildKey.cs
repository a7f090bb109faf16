namespace FileStorage.Grains.Drives;

/// <summary>The place of a live entry: unique in its drive.</summary>
internal readonly record struct ChildKey(Guid ParentId, string Name);
