namespace FileStorage.Grains.Interfaces.History;

/// <summary>How long a drive keeps what was: see <see cref="Core.History.RetentionRules"/>.</summary>
[GenerateSerializer, Immutable, Alias("history.policy")]
public sealed record HistoryPolicy
{
    public const int MaxDays = 36_500;
    public const int MaxMinVersions = 10_000;

    /// <summary>Days for which every version is kept after the next one replaced it.</summary>
    [Id(0)] public required int KeepAllDays { get; init; }

    /// <summary>Days up to which one version a day is kept; after that one a week.</summary>
    [Id(1)] public required int DailyDays { get; init; }

    /// <summary>So many of a file's newest versions are kept in any case.</summary>
    [Id(2)] public required int MinVersions { get; init; }

    /// <summary>Days that the trash is kept.</summary>
    [Id(3)] public required int TrashDays { get; init; }

    /// <summary>Whether every number is one that can be.</summary>
    public bool IsValid =>
        KeepAllDays is >= 0 and <= MaxDays
        && DailyDays is >= 0 and <= MaxDays
        && MinVersions is >= 1 and <= MaxMinVersions
        && TrashDays is >= 0 and <= MaxDays;
}
