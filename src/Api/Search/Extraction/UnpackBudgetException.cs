namespace FileStorage.Api.Search.Extraction;

/// <summary>A document unpacks to more than it may.</summary>
internal sealed class UnpackBudgetException() : Exception("The document unpacks to more than it may.");
