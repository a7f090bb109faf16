namespace FileStorage.Storage.Metadata.Claims;

/// <summary>One claimed key.</summary>
public sealed record Claim(string Kind, string Key, Guid OwnerId);
