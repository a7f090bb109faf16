using FileStorage.Api.Contracts.Items;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>A version that is durable on the server.</summary>
/// <param name="Item">The file as it is now.</param>
/// <param name="Sha256">Of what was sent.</param>
public sealed record StoredVersion(ItemBody Item, ChunkId Sha256);
