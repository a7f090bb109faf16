namespace FileStorage.Api.Documentation;

/// <summary>A parameter for the OpenAPI document.</summary>
internal sealed record DescribedParameter(string Name, string Description, ParameterKind Kind, bool InHeader);
