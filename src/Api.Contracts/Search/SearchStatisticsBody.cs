namespace FileStorage.Api.Contracts.Search;

/// <summary>Answer to GET /api/v1/admin/search.</summary>
public sealed record SearchStatisticsBody
{
    public required long Drives { get; init; }

    public required long Entries { get; init; }

    /// <summary>Contents that can be searched.</summary>
    public required long Contents { get; init; }

    /// <summary>How far the index is behind, over all drives; "changes" leaves out drives that are indexed anew.</summary>
    public required SearchLagBody Behind { get; init; }

    /// <summary>Drives that have told more than is indexed.</summary>
    public required long DrivesBehind { get; init; }

    /// <summary>Contents without text, by the reason.</summary>
    public required IReadOnlyList<NotIndexedBody> NotIndexed { get; init; }

    /// <summary>Whether PDF documents are read; they need poppler's pdftotext on the server.</summary>
    public required bool ReadsPdf { get; init; }
}
