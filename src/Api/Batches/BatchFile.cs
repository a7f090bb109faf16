using FileStorage.Api.Callers;

namespace FileStorage.Api.Batches;

/// <summary>One file of a batch on its way.</summary>
internal sealed record BatchFile(Caller Caller, int Index, bool MakeParents, BatchFrame Frame);
