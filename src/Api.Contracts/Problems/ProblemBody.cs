using System.Text.Json.Serialization;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Problems;

/// <summary>An error (RFC 9457). <see cref="Type"/> is one of <see cref="ProblemTypes"/>.</summary>
public sealed record ProblemBody
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int? Status { get; init; }

    /// <summary>A sentence about this very case, with what to do next where that is known.</summary>
    public string? Detail { get; init; }

    /// <summary>With missing-chunks: at most 1,000 of them.</summary>
    public IReadOnlyList<ChunkId>? Missing { get; init; }

    /// <summary>With precondition-failed and name-taken: the etag of what is there now.</summary>
    public string? CurrentEtag { get; init; }

    /// <summary>With quota-exceeded.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>With quota-exceeded.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>With mismatching-upload-offset: where the upload goes on.</summary>
    [JsonPropertyName("expected-offset")]
    public long? ExpectedOffset { get; init; }

    /// <summary>With mismatching-upload-offset: where the request began.</summary>
    [JsonPropertyName("provided-offset")]
    public long? ProvidedOffset { get; init; }
}
