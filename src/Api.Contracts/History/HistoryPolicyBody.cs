namespace FileStorage.Api.Contracts.History;

/// <summary>How long a drive keeps old versions and its trash.</summary>
public sealed record HistoryPolicyBody
{
    /// <summary>Days for which every version is kept after the next one replaced it.</summary>
    public required int KeepAllDays { get; init; }

    /// <summary>Days up to which one version a day is kept; after that one a week.</summary>
    public required int DailyDays { get; init; }

    /// <summary>So many of a file's newest versions are kept in any case; at least 1.</summary>
    public required int MinVersions { get; init; }

    /// <summary>Days that the trash is kept.</summary>
    public required int TrashDays { get; init; }
}
