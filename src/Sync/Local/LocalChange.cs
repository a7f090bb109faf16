namespace FileStorage.Sync.Local;

/// <summary>A hint that a folder's own list, or a file directly in it, changed. What did is found by observing it.</summary>
public sealed record LocalChange(LocalPath Folder, bool IsWholeTree);
