namespace FileStorage.Api.Trees;

/// <summary>How far a path leads in a caller's tree.</summary>
/// <param name="Item">What is there; null if some name of it does not exist.</param>
/// <param name="Deepest">The deepest item on the way that exists.</param>
/// <param name="Found">How many names of the path exist.</param>
internal sealed record TreeResolution(TreeItem? Item, TreeItem Deepest, int Found);
