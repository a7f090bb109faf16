namespace FileStorage.Storage.Chunks.Objects;

/// <summary>A small document in an object store, and the entity tag under which it may be replaced.</summary>
internal sealed record TaggedText(string Text, string Tag);
