using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Problems;

namespace FileStorage.Api.Contracts.Content;

/// <summary>One line of the answer to a batch: this file is durable, or why not.</summary>
public sealed record BatchFileBody
{
    /// <summary>Place of the file in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>200 (new version) or 201 (new file), or the status its problem would have had alone.</summary>
    public required int Status { get; init; }

    public ItemBody? Item { get; init; }

    public ProblemBody? Problem { get; init; }
}
