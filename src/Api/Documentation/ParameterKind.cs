namespace FileStorage.Api.Documentation;

/// <summary>What a parameter reads like.</summary>
internal enum ParameterKind
{
    Text,
    Number,
    Flag,
    Id,
}
