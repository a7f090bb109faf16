using FileStorage.Api.Contracts.Items;

namespace FileStorage.Client.Items;

/// <summary>A folder that was asked for.</summary>
/// <param name="Item">The folder.</param>
/// <param name="Created">False where it was there before.</param>
public sealed record MadeFolder(ItemBody Item, bool Created);
