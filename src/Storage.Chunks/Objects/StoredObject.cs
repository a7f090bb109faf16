namespace FileStorage.Storage.Chunks.Objects;

/// <summary>One object as its store lists it.</summary>
internal readonly record struct StoredObject(string Name, long Bytes, DateTimeOffset StoredAt);
