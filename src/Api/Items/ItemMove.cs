using FileStorage.Api.Trees;

namespace FileStorage.Api.Items;

/// <summary>A move that somebody wants.</summary>
/// <param name="Item">What is to move; null where there is none: the drive says so, unless it did the same command before.</param>
/// <param name="GivenId">The id by which it was named, for that case; empty where it was named by a path.</param>
/// <param name="To">Where to.</param>
/// <param name="Replaces">Whether what has the name there goes to the trash.</param>
/// <param name="ExpectedEtag">What its etag must be; null: any.</param>
internal sealed record ItemMove(TreeItem? Item, Guid GivenId, Place To, bool Replaces, string? ExpectedEtag);
