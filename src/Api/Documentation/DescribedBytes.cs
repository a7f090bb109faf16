namespace FileStorage.Api.Documentation;

/// <summary>A body or an answer that is no JSON, for the OpenAPI document.</summary>
internal sealed record DescribedBytes(string MediaType, bool IsAnswer);
