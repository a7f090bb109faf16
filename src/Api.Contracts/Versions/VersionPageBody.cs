namespace FileStorage.Api.Contracts.Versions;

/// <summary>Versions, newest first.</summary>
public sealed record VersionPageBody
{
    public required IReadOnlyList<VersionBody> Versions { get; init; }

    /// <summary>Given as "before" to get the next page; null at the end.</summary>
    public long? Next { get; init; }
}
