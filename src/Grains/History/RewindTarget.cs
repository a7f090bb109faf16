namespace FileStorage.Grains.History;

/// <summary>An entry and the place that it gets.</summary>
internal readonly record struct RewindTarget(Guid EntryId, Guid ParentId, string Name);
